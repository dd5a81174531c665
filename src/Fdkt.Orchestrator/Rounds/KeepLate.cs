using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>Input of dealing with demonstrations that the round has no use for any more.</summary>
/// <param name="Round">The round that asked.</param>
/// <param name="Seed">The repetition.</param>
/// <param name="Client">Whose.</param>
/// <param name="Policy">What becomes of them.</param>
internal sealed record KeepLate(RoundId Round, int Seed, ClientId Client, LatePolicy Policy) : IActivityInput
{
    /// <inheritdoc/>
    public string Key => $"s{Seed}.{Client}";
}
