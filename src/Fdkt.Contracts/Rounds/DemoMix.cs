using System.Text.Json.Serialization;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Rounds;

/// <summary>How a client's demonstrations are shared among classes.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DemoMix>))]
public enum DemoMix
{
    /// <summary>As many for each class; costs nothing.</summary>
    Uniform,

    /// <summary>In proportion to a noisy histogram of the client's classes, charged to epsilon.</summary>
    Matched,
}
