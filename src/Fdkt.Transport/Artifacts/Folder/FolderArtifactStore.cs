using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Transport.Files;

namespace Fdkt.Transport.Artifacts.Folder;

/// <summary>Keeps artifacts in a folder, a folder below it for each container. Several processes may use it at once.</summary>
/// <param name="root">The folder; it comes to be with the first artifact.</param>
public sealed class FolderArtifactStore(string root) : IArtifactStore
{
    private readonly StoredFiles _files = new(root);

    /// <inheritdoc/>
    public async Task<ArtifactReference> WriteAsync(SealedArtifact artifact, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        ArtifactPath path = artifact.Path;
        using FileLock held = await _files.LockAsync(path.Container, cancellationToken).ConfigureAwait(false);
        await WriteOnceAsync(path, path.DatasetName, artifact.DatasetBytes, cancellationToken).ConfigureAwait(false);
        await WriteOnceAsync(path, path.ManifestName, artifact.ManifestBytes, cancellationToken).ConfigureAwait(false);
        return artifact.Reference;
    }

    /// <inheritdoc/>
    public Task<ArtifactReference?> FindAsync(ArtifactPath path, CancellationToken cancellationToken) => ArtifactReader.FindAsync(_files, path, cancellationToken);

    /// <inheritdoc/>
    public Task<StoredArtifact> ReadAsync(ArtifactPath path, ArtifactReference reference, ArtifactLimits limits, CancellationToken cancellationToken) =>
        ArtifactReader.ReadAsync(_files, path, reference, limits, cancellationToken);

    /// <inheritdoc/>
    public async Task QuarantineAsync(ArtifactPath path, ReasonCode reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileLock held = await _files.LockAsync(path.Container, cancellationToken).ConfigureAwait(false);
        string file = _files.PathOf(path.Container, path.QuarantineName);
        if (!File.Exists(file))
        {
            await DurableFile.WriteAsync(file, QuarantineMark.Write(reason), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<ReasonCode?> QuarantineReasonAsync(ArtifactPath path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        Stream? stored = await _files.OpenAsync(path.Container, path.QuarantineName, cancellationToken).ConfigureAwait(false);
        return await QuarantineMark.ReadAsync(stored, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteOnceAsync(ArtifactPath path, string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        switch (await ArtifactReader.HoldsAsync(_files, path.Container, name, bytes, cancellationToken).ConfigureAwait(false))
        {
            case null:
                await DurableFile.WriteAsync(_files.PathOf(path.Container, name), bytes, cancellationToken).ConfigureAwait(false);
                break;
            case false:
                throw new ArtifactConflictException(path);
        }
    }
}
