using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Federation;

/// <summary>The order to run a round: what <c>fdkt round start</c>, a schedule or the API gives the orchestrator.</summary>
/// <param name="SchemaVersion">Version of this record: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Round">Id of the round; a second order with the same id is the same round.</param>
/// <param name="Task">The task; one round of it at a time.</param>
/// <param name="File">The round file. Its data section is for the data owners' own tools and is not sent on.</param>
/// <param name="Labels">The task's labels in order; at least two.</param>
/// <param name="Model">Fingerprint of the public model that all workers must hold.</param>
/// <param name="Participants">Clients asked for demonstrations; null means all that are enrolled for the task.</param>
/// <param name="RequestedAt">When it was ordered.</param>
/// <param name="TraceParent">W3C context of the round's trace; null or none, and the orchestrator begins one when it stores the order.</param>
public sealed record RoundRequest(
    int SchemaVersion,
    RoundId Round,
    TaskId Task,
    RoundFile File,
    IReadOnlyList<string> Labels,
    string Model,
    IReadOnlyList<ClientId>? Participants,
    DateTimeOffset RequestedAt,
    string? TraceParent = null) : IControlDocument
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;
}
