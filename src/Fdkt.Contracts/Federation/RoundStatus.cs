namespace Fdkt.Contracts.Federation;

/// <summary>What <c>fdkt round status</c> shows: <c>rounds/ID/status.json</c>, written by the orchestrator at each step.</summary>
/// <param name="SchemaVersion">Version of this record: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Round">The round.</param>
/// <param name="Task">Its task.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Reason">Why it ended as it did, where it did not complete.</param>
/// <param name="Seed">The repetition at work; null before the first and after the last.</param>
/// <param name="Clients">The clients, per repetition.</param>
/// <param name="Quorum">Fewest accepted clients.</param>
/// <param name="Deadline">When the present phase ends at the latest; null where none runs.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="UpdatedAt">When this was written.</param>
public sealed record RoundStatus(
    int SchemaVersion,
    RoundId Round,
    TaskId Task,
    RoundPhase Phase,
    ReasonCode? Reason,
    int? Seed,
    IReadOnlyList<ClientStatus> Clients,
    int Quorum,
    DateTimeOffset? Deadline,
    DateTimeOffset StartedAt,
    DateTimeOffset UpdatedAt) : IControlDocument
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;
}
