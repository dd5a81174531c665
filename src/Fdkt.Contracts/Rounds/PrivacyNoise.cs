using System.Text.Json.Serialization;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Rounds;

/// <summary>The kind of noise that DP training adds to gradients. ε is the same for both.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PrivacyNoise>))]
public enum PrivacyNoise
{
    /// <summary>Floating-point Gaussian noise: fast; attacks on its low bits are not excluded.</summary>
    Gaussian,

    /// <summary>Exact discrete Gaussian noise on a grid: slower; it has no low bits.</summary>
    Discrete,
}
