using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>An activity failed for good. Carries no message of the inner fault: the orchestration sees the same in every replay, and the log has the details.</summary>
/// <param name="effect">The effect's name.</param>
/// <param name="reason">Why.</param>
/// <param name="fault">Type of the fault.</param>
internal sealed class ActivityFailedException(string effect, ReasonCode reason, string fault) : Exception($"Activity {effect} failed: {fault}.")
{
    /// <summary>Why.</summary>
    public ReasonCode Reason { get; } = reason;
}
