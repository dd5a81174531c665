using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Transport.Azure;

namespace Fdkt.Transport.Artifacts.Azure;

/// <summary>Keeps artifacts as blobs, written once each.</summary>
/// <param name="storage">The account.</param>
public sealed class BlobArtifactStore(AzureStorage storage) : IArtifactStore
{
    private readonly StoredBlobs _blobs = new(storage);

    /// <inheritdoc/>
    public async Task<ArtifactReference> WriteAsync(SealedArtifact artifact, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        ArtifactPath path = artifact.Path;
        await WriteOnceAsync(path, path.DatasetName, artifact.DatasetBytes, artifact.Manifest.Dataset.MediaType, cancellationToken).ConfigureAwait(false);
        await WriteOnceAsync(path, path.ManifestName, artifact.ManifestBytes, artifact.Reference.MediaType, cancellationToken).ConfigureAwait(false);
        return artifact.Reference;
    }

    /// <inheritdoc/>
    public Task<ArtifactReference?> FindAsync(ArtifactPath path, CancellationToken cancellationToken) => ArtifactReader.FindAsync(_blobs, path, cancellationToken);

    /// <inheritdoc/>
    public Task<StoredArtifact> ReadAsync(ArtifactPath path, ArtifactReference reference, ArtifactLimits limits, CancellationToken cancellationToken) =>
        ArtifactReader.ReadAsync(_blobs, path, reference, limits, cancellationToken);

    /// <inheritdoc/>
    public Task QuarantineAsync(ArtifactPath path, ReasonCode reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        return _blobs.TryCreateAsync(path.Container, path.QuarantineName, QuarantineMark.Write(reason), QuarantineMark.MediaType, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ReasonCode?> QuarantineReasonAsync(ArtifactPath path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        Stream? stored = await _blobs.OpenAsync(path.Container, path.QuarantineName, cancellationToken).ConfigureAwait(false);
        return await QuarantineMark.ReadAsync(stored, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteOnceAsync(ArtifactPath path, string name, ReadOnlyMemory<byte> bytes, string mediaType, CancellationToken cancellationToken)
    {
        if (!await _blobs.TryCreateAsync(path.Container, name, bytes, mediaType, cancellationToken).ConfigureAwait(false)
            && await ArtifactReader.HoldsAsync(_blobs, path.Container, name, bytes, cancellationToken).ConfigureAwait(false) is not true)
        {
            throw new ArtifactConflictException(path);
        }
    }
}
