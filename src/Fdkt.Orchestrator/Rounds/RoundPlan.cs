using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>What the orchestration needs to know of its order. The sections of the round file are read by the activities that need them.</summary>
/// <param name="Task">The task.</param>
/// <param name="Refused">Why the order cannot be carried out; else null.</param>
/// <param name="Seeds">The repetitions in their order.</param>
/// <param name="Participants">Clients that take part, in the order of their names.</param>
/// <param name="Quorum">Fewest accepted clients, at least 1.</param>
/// <param name="Demos">Time for demonstrations to arrive.</param>
/// <param name="Augmentation">Time for the augmentation.</param>
/// <param name="Training">Time for the training.</param>
/// <param name="Resend">Time without a sign of life after which a job is sent again.</param>
/// <param name="Late">What becomes of demonstrations after the deadline.</param>
internal sealed record RoundPlan(
    TaskId Task,
    ReasonCode? Refused,
    IReadOnlyList<int> Seeds,
    IReadOnlyList<ClientId> Participants,
    int Quorum,
    TimeSpan Demos,
    TimeSpan Augmentation,
    TimeSpan Training,
    TimeSpan Resend,
    LatePolicy Late);
