using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Journal;

/// <summary>Another process writes the journal of the round: this one must stop.</summary>
/// <param name="round">The round.</param>
/// <param name="sequence">The position that was taken.</param>
public sealed class JournalConflictException(RoundId round, long sequence)
    : Exception($"Another orchestrator runs round {round}: entry {sequence} of its journal is taken.")
{
    /// <summary>The round.</summary>
    public RoundId Round { get; } = round;
}
