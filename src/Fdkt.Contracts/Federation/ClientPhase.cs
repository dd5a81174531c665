using System.Text.Json.Serialization;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Federation;

/// <summary>Where a client stands in a round.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ClientPhase>))]
public enum ClientPhase
{
    /// <summary>Asked, nothing heard.</summary>
    Asked,

    /// <summary>Its demonstrations were accepted.</summary>
    Accepted,

    /// <summary>It refused the job, by its own policy.</summary>
    Refused,

    /// <summary>Its job failed.</summary>
    Failed,

    /// <summary>Its demonstrations were quarantined.</summary>
    Quarantined,

    /// <summary>Nothing arrived by the deadline.</summary>
    Missing,

    /// <summary>Its classifier is trained.</summary>
    Trained,
}
