using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Runner;

/// <summary>The orchestration does not do again what its journal says it did: the program changed, or it is not deterministic. The round cannot go on with this build.</summary>
/// <param name="round">The round.</param>
/// <param name="sequence">The journal entry.</param>
/// <param name="journaled">What the journal has.</param>
/// <param name="requested">What the orchestration asked for instead.</param>
internal sealed class DivergedException(RoundId round, long sequence, string journaled, string requested)
    : Exception($"Round {round} diverged from its journal at entry {sequence}: the journal has '{journaled}', the orchestration asked for '{requested}'.")
{
    /// <summary>What the journal has.</summary>
    public string Journaled { get; } = journaled;

    /// <summary>What the orchestration asked for instead.</summary>
    public string Requested { get; } = requested;
}
