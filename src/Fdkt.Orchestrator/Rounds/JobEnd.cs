using System.Text.Json.Serialization;
using Fdkt.Contracts.Json;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>How a job ended.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<JobEnd>))]
internal enum JobEnd
{
    /// <summary>Its results are stored.</summary>
    Completed,

    /// <summary>It failed for good.</summary>
    Failed,

    /// <summary>Its worker's owner does not want it done.</summary>
    Refused,
}
