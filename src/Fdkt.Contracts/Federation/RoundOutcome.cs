using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Reports;

namespace Fdkt.Contracts.Federation;

/// <summary>What a round came to: <c>rounds/ID/outcome.json</c>. Holds what the operator may know; accuracies stay with the clients.</summary>
/// <param name="SchemaVersion">Version of this record: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Round">The round.</param>
/// <param name="Task">Its task.</param>
/// <param name="Phase">How it ended.</param>
/// <param name="Reason">Why, where it did not complete.</param>
/// <param name="Clients">The clients, per repetition.</param>
/// <param name="Stages">Counts of the stages on released text, summed over clients and repetitions.</param>
/// <param name="Privacy">What each accepted release promised.</param>
/// <param name="Augmented">Manifests of the augmented text.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record RoundOutcome(
    int SchemaVersion,
    RoundId Round,
    TaskId Task,
    RoundPhase Phase,
    ReasonCode? Reason,
    IReadOnlyList<ClientStatus> Clients,
    IReadOnlyList<StageReport> Stages,
    IReadOnlyList<PrivacyStatement> Privacy,
    IReadOnlyList<ArtifactReference> Augmented,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt) : IControlDocument
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;
}
