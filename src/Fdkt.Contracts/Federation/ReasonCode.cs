using System.Text.Json.Serialization;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Federation;

/// <summary>Why something was refused, quarantined or dead-lettered. Stable names; docs/runbook.md says what to do about each.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ReasonCode>))]
public enum ReasonCode
{
    /// <summary>The text is no valid JSON.</summary>
    MalformedJson,

    /// <summary>JSON nested deeper than any contract.</summary>
    TooDeep,

    /// <summary>Bytes that are no UTF-8.</summary>
    NotUtf8,

    /// <summary>A version of a contract that this build does not read.</summary>
    UnsupportedSchemaVersion,

    /// <summary>A kind of message or job that this build does not know.</summary>
    UnknownKind,

    /// <summary>A name of a client, task, round, job or blob that is not allowed or not the one that belongs there.</summary>
    InvalidName,

    /// <summary>A message larger than the limit.</summary>
    MessageTooLarge,

    /// <summary>A signature that does not verify with the enrolled key.</summary>
    BadSignature,

    /// <summary>A client that is not enrolled.</summary>
    UnknownClient,

    /// <summary>A client whose enrolment was revoked.</summary>
    RevokedClient,

    /// <summary>A task that is not known, or not one of the client's.</summary>
    UnknownTask,

    /// <summary>A label outside the task's labels.</summary>
    UnknownLabel,

    /// <summary>ε above what the round planned.</summary>
    EpsilonAbovePlan,

    /// <summary>δ above what the round planned.</summary>
    DeltaAbovePlan,

    /// <summary>A release that protects records one by one, where users were to be protected.</summary>
    UnitBelowPlan,

    /// <summary>ε above what the client's own policy allows in one round.</summary>
    EpsilonAbovePolicy,

    /// <summary>δ above what the client's own policy allows.</summary>
    DeltaAbovePolicy,

    /// <summary>The client's total budget does not hold the release.</summary>
    BudgetExceeded,

    /// <summary>The client's privacy ledger is missing, or lacks entries that are known of: it was set back to an older copy, or begun anew.</summary>
    LedgerBehind,

    /// <summary>Bytes unlike the hash or length that was announced.</summary>
    ContentMismatch,

    /// <summary>A data set that does not read as announced: no gzip, no JSON Lines, wrong fields.</summary>
    MalformedDataset,

    /// <summary>More rows than allowed.</summary>
    TooManyRows,

    /// <summary>More bytes than allowed, packed or unpacked.</summary>
    TooManyBytes,

    /// <summary>A line or text longer than allowed.</summary>
    TextTooLong,

    /// <summary>An artifact that a message names is not in the store.</summary>
    MissingArtifact,

    /// <summary>A message seen before.</summary>
    Replayed,

    /// <summary>Arrived after the deadline.</summary>
    Late,

    /// <summary>The worker's public model is not the one that the job names.</summary>
    ModelMismatch,

    /// <summary>The worker has not the encoder that the job names by its hash.</summary>
    EncoderMismatch,

    /// <summary>The client does not do the job, for a reason that may depend on its private data or settings. It stands in the owner's own notes and nowhere else.</summary>
    NotAllowed,

    /// <summary>A job that was delivered more often than allowed without an end.</summary>
    DeliveryLimit,

    /// <summary>A job that took longer or more memory than allowed.</summary>
    LimitExceeded,

    /// <summary>The round was cancelled.</summary>
    Cancelled,

    /// <summary>A round of the same task is running.</summary>
    TaskBusy,

    /// <summary>A fault of Fdkt or of its surroundings; the local log has the details.</summary>
    InternalFault,
}
