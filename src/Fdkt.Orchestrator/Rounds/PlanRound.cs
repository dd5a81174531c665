using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>Input of the plan: reads the order and the registry.</summary>
/// <param name="Round">The round.</param>
internal sealed record PlanRound(RoundId Round) : IActivityInput
{
    /// <inheritdoc/>
    public string Key => "plan";
}
