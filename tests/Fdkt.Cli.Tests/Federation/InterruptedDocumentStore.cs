using System.Text.Json.Serialization.Metadata;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;

namespace Fdkt.Cli.Tests.Federation;

/// <summary>Lets someone else act once, after the first read and before what follows from it.</summary>
internal sealed class InterruptedDocumentStore(IDocumentStore documents, Func<Task> interruption) : IDocumentStore
{
    private bool _done;

    public async Task<StoredDocument<T>?> ReadAsync<T>(DocumentPath path, JsonTypeInfo<T> type, int version, CancellationToken cancellationToken)
        where T : class, IControlDocument
    {
        StoredDocument<T>? found = await documents.ReadAsync(path, type, version, cancellationToken);
        if (!_done)
        {
            _done = true;
            await interruption();
        }

        return found;
    }

    public Task<bool> TryCreateAsync<T>(DocumentPath path, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class, IControlDocument => documents.TryCreateAsync(path, document, type, cancellationToken);

    public Task<bool> TryReplaceAsync<T>(DocumentPath path, T document, JsonTypeInfo<T> type, string? tag, CancellationToken cancellationToken)
        where T : class, IControlDocument => documents.TryReplaceAsync(path, document, type, tag, cancellationToken);

    public Task DeleteAsync(DocumentPath path, CancellationToken cancellationToken) => documents.DeleteAsync(path, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken) => documents.ListAsync(prefix, cancellationToken);
}
