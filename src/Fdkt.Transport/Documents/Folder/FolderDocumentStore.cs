using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Transport.Files;

namespace Fdkt.Transport.Documents.Folder;

/// <summary>Keeps control documents as files. A version's tag is the hash of its bytes. Several processes may use the folder at once.</summary>
/// <param name="root">The folder in which the container's folder lies; it comes to be with the first document.</param>
public sealed class FolderDocumentStore(string root) : IDocumentStore
{
    private readonly StoredFiles _files = new(root);

    /// <inheritdoc/>
    public async Task<StoredDocument<T>?> ReadAsync<T>(DocumentPath path, JsonTypeInfo<T> type, int version, CancellationToken cancellationToken)
        where T : class, IControlDocument
    {
        using FileStream? stored = DurableFile.Open(FileOf(path));
        return stored is null ? null : await StoredDocuments.ReadAsync(path, stored, stored.Length, TagOf, type, version, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<bool> TryCreateAsync<T>(DocumentPath path, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class, IControlDocument
    {
        string file = FileOf(path);
        using FileLock held = await _files.LockAsync(StorageNames.Control, cancellationToken).ConfigureAwait(false);
        if (File.Exists(file))
        {
            return false;
        }

        await DurableFile.WriteAsync(file, JsonSerializer.SerializeToUtf8Bytes(document, type), cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public async Task<bool> TryReplaceAsync<T>(DocumentPath path, T document, JsonTypeInfo<T> type, string? tag, CancellationToken cancellationToken)
        where T : class, IControlDocument
    {
        string file = FileOf(path);
        using FileLock held = await _files.LockAsync(StorageNames.Control, cancellationToken).ConfigureAwait(false);
        if (tag is not null && (await DurableFile.ReadAsync(file, cancellationToken).ConfigureAwait(false) is not { } stored || TagOf(stored) != tag))
        {
            return false;
        }

        await DurableFile.WriteAsync(file, JsonSerializer.SerializeToUtf8Bytes(document, type), cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(DocumentPath path, CancellationToken cancellationToken)
    {
        string file = FileOf(path);
        using FileLock held = await _files.LockAsync(StorageNames.Control, cancellationToken).ConfigureAwait(false);
        if (File.Exists(file))
        {
            File.Delete(file);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        string container = _files.PathOf(StorageNames.Control, string.Empty);
        string[] names = Directory.Exists(container) ? [.. NamesBelow(container).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)] : [];
        foreach (string name in names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return name;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    private static IEnumerable<string> NamesBelow(string container) => Directory.EnumerateFiles(container, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file)[0] != DurableFile.HiddenMark)
        .Select(file => Path.GetRelativePath(container, file).Replace(Path.DirectorySeparatorChar, '/'));

    private static string TagOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private string FileOf(DocumentPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return _files.PathOf(StorageNames.Control, path.Name);
    }
}
