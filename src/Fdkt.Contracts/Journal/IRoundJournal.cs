using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Journal;

/// <summary>The journal of one round. One writer at a time: a second one finds its position taken and stops.</summary>
/// <remarks>Every member throws <see cref="StorageUnavailableException"/> where the storage does not serve it within the retries.</remarks>
public interface IRoundJournal
{
    /// <summary>Reads all entries in order. A torn last entry, never acknowledged, is left out and overwritten by the next append.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Appends; durable when it returns.</summary>
    /// <param name="entries">Entries with the next sequence numbers.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="JournalConflictException">Another writer appended.</exception>
    Task AppendAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken);
}
