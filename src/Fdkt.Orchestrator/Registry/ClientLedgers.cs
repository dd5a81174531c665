using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Ledgers;

namespace Fdkt.Orchestrator.Registry;

/// <summary>What is remembered of the clients' privacy ledgers, so that one that was set back is noticed. Thread-safe.</summary>
/// <param name="documents">Where the documents are.</param>
public sealed class ClientLedgers(IDocumentStore documents)
{
    // Each lost race means that another upload of the same client got through.
    private const int MostTries = 20;

    /// <summary>What is remembered of a client's ledger; null where nothing is.</summary>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ClientLedgerHead?> FindAsync(ClientId client, CancellationToken cancellationToken) => (await ReadAsync(client, cancellationToken).ConfigureAwait(false))?.Value;

    /// <summary>Takes note of a release's head. The same again, or one that was overtaken, changes nothing.</summary>
    /// <param name="client">The client.</param>
    /// <param name="head">The head.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False where it contradicts what was seen: the ledger was set back, or begun anew.</returns>
    /// <exception cref="StorageUnavailableException">Other writers were faster again and again.</exception>
    public async Task<bool> TakeAsync(ClientId client, LedgerHead head, CancellationToken cancellationToken)
    {
        DocumentPath path = DocumentPath.Ledger(client);
        for (int attempt = 1; attempt <= MostTries; attempt++)
        {
            StoredDocument<ClientLedgerHead>? stored = await ReadAsync(client, cancellationToken).ConfigureAwait(false);
            ClientLedgerHead? next = ClientLedgerHead.After(client, stored?.Value, head);
            if (next is null || ReferenceEquals(next, stored?.Value))
            {
                return next is not null;
            }

            bool written = stored is null
                ? await documents.TryCreateAsync(path, next, FederationJsonContext.Default.ClientLedgerHead, cancellationToken).ConfigureAwait(false)
                : await documents.TryReplaceAsync(path, next, FederationJsonContext.Default.ClientLedgerHead, stored.Tag, cancellationToken).ConfigureAwait(false);
            if (written)
            {
                return true;
            }
        }

        throw new StorageUnavailableException($"The ledger of client {client} could not be noted: other writers were faster {MostTries} times.");
    }

    private Task<StoredDocument<ClientLedgerHead>?> ReadAsync(ClientId client, CancellationToken cancellationToken) =>
        documents.ReadAsync(DocumentPath.Ledger(client), FederationJsonContext.Default.ClientLedgerHead, ClientLedgerHead.CurrentSchemaVersion, cancellationToken);
}
