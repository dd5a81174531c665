using System.Text.Json.Serialization;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Federation;

/// <summary>Where a round stands. The last five are ends.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RoundPhase>))]
public enum RoundPhase
{
    /// <summary>Ordered, not begun.</summary>
    Planned,

    /// <summary>Clients synthesize; demonstrations arrive.</summary>
    Collecting,

    /// <summary>The server's language model writes.</summary>
    Augmenting,

    /// <summary>Clients train.</summary>
    Training,

    /// <summary>Ended with a report.</summary>
    Completed,

    /// <summary>Ended: at the deadline fewer demonstrations than the quorum had been accepted.</summary>
    QuorumNotMet,

    /// <summary>Ended: the server's augmentation failed or took too long.</summary>
    AugmentationFailed,

    /// <summary>Ended on request.</summary>
    Cancelled,

    /// <summary>Ended: the order could not be carried out.</summary>
    Refused,
}
