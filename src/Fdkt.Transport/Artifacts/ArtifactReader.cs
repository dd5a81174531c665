using System.Security.Cryptography;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;

namespace Fdkt.Transport.Artifacts;

/// <summary>What every artifact store does alike: reads and checks an artifact, and finds a manifest.</summary>
internal static class ArtifactReader
{
    private const string ManifestMediaType = "application/json";

    public static async Task<StoredArtifact> ReadAsync(
        IStoredBytes source, ArtifactPath path, ArtifactReference reference, ArtifactLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(limits);
        if (reference.Container != path.Container || reference.Name != path.ManifestName)
        {
            throw new RefusedException(ReasonCode.InvalidName, $"The reference does not name {path.Container}/{path.ManifestName}, where the artifact belongs.");
        }

        byte[] bytes = await ReadManifestAsync(source, reference, limits, cancellationToken).ConfigureAwait(false);
        (SignedManifest envelope, ArtifactManifest manifest) = ManifestReader.Read(path, bytes);
        IReadOnlyList<LabelledText> rows = await ReadRowsAsync(source, manifest, limits, cancellationToken).ConfigureAwait(false);
        return new StoredArtifact(envelope, manifest, ReleasedDataset.Restore(rows, manifest));
    }

    public static async Task<ArtifactReference?> FindAsync(IStoredBytes source, ArtifactPath path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        return await HashAsync(source, path.Container, path.ManifestName, cancellationToken).ConfigureAwait(false) is var (sha256, length)
            ? new ArtifactReference(path.Container, path.ManifestName, sha256, length, ManifestMediaType)
            : null;
    }

    /// <summary>Whether the stored bytes are the given ones; null where there are none.</summary>
    public static async Task<bool?> HoldsAsync(IStoredBytes source, string container, string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        await HashAsync(source, container, name, cancellationToken).ConfigureAwait(false) is var (sha256, length)
            ? length == bytes.Length && sha256 == Convert.ToHexStringLower(SHA256.HashData(bytes.Span))
            : null;

    private static async Task<byte[]> ReadManifestAsync(IStoredBytes source, ArtifactReference reference, ArtifactLimits limits, CancellationToken cancellationToken)
    {
        CheckLength(reference, limits.MaximumManifestBytes);
        using CheckedStream stream = await OpenAsync(source, reference, cancellationToken).ConfigureAwait(false);
        byte[] bytes = new byte[reference.Length];
        await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        await stream.VerifyAsync(cancellationToken).ConfigureAwait(false);
        return bytes;
    }

    private static async Task<IReadOnlyList<LabelledText>> ReadRowsAsync(IStoredBytes source, ArtifactManifest manifest, ArtifactLimits limits, CancellationToken cancellationToken)
    {
        CheckLength(manifest.Dataset, limits.MaximumPackedBytes);
        if (manifest.Rows > limits.MaximumRows)
        {
            throw new RefusedException(ReasonCode.TooManyRows, $"The manifest announces {manifest.Rows} rows; at most {limits.MaximumRows} are read.");
        }

        using CheckedStream stream = await OpenAsync(source, manifest.Dataset, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<LabelledText> rows;
        try
        {
            rows = await DatasetFormat.ReadAsync(stream, limits, cancellationToken).ConfigureAwait(false);
        }
        catch (RefusedException)
        {
            // Bytes that are not the announced ones are that fault first, whatever else they are.
            await stream.VerifyAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }

        await stream.VerifyAsync(cancellationToken).ConfigureAwait(false);
        return rows;
    }

    private static async Task<CheckedStream> OpenAsync(IStoredBytes source, ArtifactReference reference, CancellationToken cancellationToken) =>
        await source.OpenAsync(reference.Container, reference.Name, cancellationToken).ConfigureAwait(false) is { } stream
            ? new CheckedStream(stream, reference)
            : throw new RefusedException(ReasonCode.MissingArtifact, $"Nothing is stored at {reference.Container}/{reference.Name}.");

    private static void CheckLength(ArtifactReference reference, long maximum)
    {
        if (reference.Length > maximum)
        {
            throw new RefusedException(ReasonCode.TooManyBytes, $"{reference.Name} is announced with {reference.Length} bytes; at most {maximum} are read.");
        }

        if (reference.Length < 0)
        {
            throw new RefusedException(ReasonCode.ContentMismatch, $"{reference.Name} is announced with {reference.Length} bytes.");
        }
    }

    private static async Task<(string Sha256, long Length)?> HashAsync(IStoredBytes source, string container, string name, CancellationToken cancellationToken)
    {
        Stream? stream = await source.OpenAsync(container, name, cancellationToken).ConfigureAwait(false);
        if (stream is null)
        {
            return null;
        }

        await using (stream.ConfigureAwait(false))
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] buffer = new byte[16 * 1024];
            long length = 0;
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0; length += read)
            {
                hash.AppendData(buffer, 0, read);
            }

            return (Convert.ToHexStringLower(hash.GetHashAndReset()), length);
        }
    }
}
