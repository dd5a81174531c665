using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Journal;
using Fdkt.Transport.Files;

namespace Fdkt.Transport.Journal.Folder;

/// <summary>Keeps journals as files beside the control documents.</summary>
/// <param name="root">The folder in which the container's folder lies; it comes to be with the first entry.</param>
public sealed class FolderRoundJournalStore(string root) : IRoundJournalStore
{
    private readonly StoredFiles _files = new(root);

    /// <inheritdoc/>
    public IRoundJournal Open(RoundId round) => new FolderRoundJournal(round, _files.PathOf(StorageNames.Control, StorageNames.Journal(round)));
}
