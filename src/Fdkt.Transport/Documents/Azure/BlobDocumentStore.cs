using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Storage.Blobs.Models;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Transport.Azure;

namespace Fdkt.Transport.Documents.Azure;

/// <summary>Keeps control documents as blobs. A version's tag is the blob's ETag.</summary>
/// <param name="storage">The account.</param>
public sealed class BlobDocumentStore(AzureStorage storage) : IDocumentStore
{
    private readonly StoredBlobs _blobs = new(storage);

    /// <inheritdoc/>
    public async Task<StoredDocument<T>?> ReadAsync<T>(DocumentPath path, JsonTypeInfo<T> type, int version, CancellationToken cancellationToken)
        where T : class, IControlDocument
    {
        ArgumentNullException.ThrowIfNull(path);
        using BlobDownloadStreamingResult? stored = await _blobs.DownloadAsync(StorageNames.Control, path.Name, cancellationToken).ConfigureAwait(false);
        return stored is null
            ? null
            : await StoredDocuments.ReadAsync(path, stored.Content, stored.Details.ContentLength, _ => stored.Details.ETag.ToString(), type, version, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<bool> TryCreateAsync<T>(DocumentPath path, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class, IControlDocument
    {
        ArgumentNullException.ThrowIfNull(path);
        return _blobs.TryCreateAsync(StorageNames.Control, path.Name, JsonSerializer.SerializeToUtf8Bytes(document, type), StoredDocuments.MediaType, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> TryReplaceAsync<T>(DocumentPath path, T document, JsonTypeInfo<T> type, string? tag, CancellationToken cancellationToken)
        where T : class, IControlDocument
    {
        ArgumentNullException.ThrowIfNull(path);
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(document, type);
        return _blobs.TryReplaceAsync(StorageNames.Control, path.Name, bytes, StoredDocuments.MediaType, tag is null ? null : new ETag(tag), cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(DocumentPath path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        return storage.Container(StorageNames.Control).DeleteBlobIfExistsAsync(path.Name, cancellationToken: cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        // The service lists in the order of the names' bytes.
        await foreach (BlobItem blob in storage.Container(StorageNames.Control).GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken).ConfigureAwait(false))
        {
            yield return blob.Name;
        }
    }
}
