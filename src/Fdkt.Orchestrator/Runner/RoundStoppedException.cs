using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Runner;

/// <summary>The round does not run in this process now; what was raised was perhaps not journaled. Try again later.</summary>
/// <param name="round">The round.</param>
internal sealed class RoundStoppedException(RoundId round) : Exception($"Round {round} does not run in this process now.");
