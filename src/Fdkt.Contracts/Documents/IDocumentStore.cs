using System.Text.Json.Serialization.Metadata;
using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Documents;

/// <summary>Keeps control documents, small JSON records without text, with optimistic concurrency. Thread-safe.</summary>
/// <remarks>Every member throws <see cref="StorageUnavailableException"/> where the storage does not serve it within the retries.</remarks>
public interface IDocumentStore
{
    /// <summary>Reads a document.</summary>
    /// <typeparam name="T">Its record.</typeparam>
    /// <param name="path">Where.</param>
    /// <param name="type">The record's metadata.</param>
    /// <param name="version">The schema version that is read.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="RefusedException">What is stored is no such record.</exception>
    Task<StoredDocument<T>?> ReadAsync<T>(DocumentPath path, JsonTypeInfo<T> type, int version, CancellationToken cancellationToken)
        where T : class, IControlDocument;

    /// <summary>Writes a document where none is.</summary>
    /// <typeparam name="T">Its record.</typeparam>
    /// <param name="path">Where.</param>
    /// <param name="document">The record.</param>
    /// <param name="type">Its metadata.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False where one is there already; it is left as it is.</returns>
    Task<bool> TryCreateAsync<T>(DocumentPath path, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class, IControlDocument;

    /// <summary>Writes a document, over an earlier one where its tag is still the given one.</summary>
    /// <typeparam name="T">Its record.</typeparam>
    /// <param name="path">Where.</param>
    /// <param name="document">The record.</param>
    /// <param name="type">Its metadata.</param>
    /// <param name="tag">Tag of the version that is replaced; null replaces whatever is there.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>
    /// False where the stored version is another. On a network this may be said of a write that took place, whose answer was lost, and that another writer has
    /// replaced since: read again before trying again.
    /// </returns>
    Task<bool> TryReplaceAsync<T>(DocumentPath path, T document, JsonTypeInfo<T> type, string? tag, CancellationToken cancellationToken)
        where T : class, IControlDocument;

    /// <summary>Deletes a document; nothing happens where there is none.</summary>
    /// <param name="path">Where.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task DeleteAsync(DocumentPath path, CancellationToken cancellationToken);

    /// <summary>Lists names below a prefix, in ordinal order.</summary>
    /// <param name="prefix">Such as <see cref="DocumentPath.Rounds"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken);
}
