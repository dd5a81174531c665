using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>Input of the claim of waiting demonstrations: at most one of each client is taken, the first that fits the plan.</summary>
/// <param name="Round">The round.</param>
/// <param name="Seed">The repetition.</param>
/// <param name="Pushes">A batch, with all pushes of each client in it.</param>
internal sealed record TakePushes(RoundId Round, int Seed, IReadOnlyList<PushName> Pushes) : IActivityInput
{
    /// <inheritdoc/>
    public string Key => $"s{Seed}.{Pushes[0].Client}";
}
