using System.Text.Json.Serialization;
using Fdkt.Contracts.Json;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>The kinds of work a round orders.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<JobStep>))]
internal enum JobStep
{
    /// <summary>Clients release demonstrations.</summary>
    Synthesis,

    /// <summary>The server's language model writes.</summary>
    Augmentation,

    /// <summary>Clients train.</summary>
    Training,
}
