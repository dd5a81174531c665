using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>Input of storing what a repetition goes on with.</summary>
/// <param name="Pool">The demonstrations.</param>
internal sealed record StoreDemos(DemoPool Pool) : IActivityInput
{
    /// <inheritdoc/>
    RoundId IActivityInput.Round => Pool.Round;

    /// <inheritdoc/>
    public string Key => $"s{Pool.Seed}";
}
