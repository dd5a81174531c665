using Azure.Storage.Blobs.Specialized;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Journal;
using Fdkt.Transport.Azure;

namespace Fdkt.Transport.Journal.Azure;

/// <summary>Keeps journals as append blobs beside the control documents. The service ends a blob at 50,000 appends, so callers append in batches.</summary>
/// <param name="storage">The account.</param>
public sealed class BlobRoundJournalStore(AzureStorage storage) : IRoundJournalStore
{
    /// <inheritdoc/>
    public IRoundJournal Open(RoundId round) => new BlobRoundJournal(round, storage.Container(StorageNames.Control).GetAppendBlobClient(StorageNames.Journal(round)));
}
