using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Journal;

/// <summary>Finds the journals of rounds.</summary>
public interface IRoundJournalStore
{
    /// <summary>Opens the journal of a round; it comes to be with its first entry.</summary>
    /// <param name="round">The round.</param>
    IRoundJournal Open(RoundId round);
}
