using System.Security.Cryptography;
using System.Text.Json;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Artifacts;

/// <summary>
/// The bytes of an artifact, ready to be stored: made from a <see cref="ReleasedDataset"/> in one way only, so that a store, which takes
/// nothing else, cannot be given private text.
/// </summary>
public sealed class SealedArtifact
{
    private const string DatasetMediaType = "application/gzip";
    private const string ManifestMediaType = "application/json";

    private SealedArtifact(ArtifactPath path, ArtifactManifest manifest, ReadOnlyMemory<byte> dataset, ReadOnlyMemory<byte> manifestBytes)
    {
        Path = path;
        Manifest = manifest;
        DatasetBytes = dataset;
        ManifestBytes = manifestBytes;
        Reference = ReferenceTo(path.Container, path.ManifestName, manifestBytes.Span, ManifestMediaType);
    }

    /// <summary>Where it belongs.</summary>
    public ArtifactPath Path { get; }

    /// <summary>The manifest.</summary>
    public ArtifactManifest Manifest { get; }

    /// <summary>The data set: gzip JSON Lines.</summary>
    public ReadOnlyMemory<byte> DatasetBytes { get; }

    /// <summary>The signed manifest as stored.</summary>
    public ReadOnlyMemory<byte> ManifestBytes { get; }

    /// <summary>What messages carry: points to the manifest.</summary>
    public ArtifactReference Reference { get; }

    /// <summary>Makes the bytes. Equal data sets give equal data set bytes; a signature differs each time, so keep the sealed bytes of a release.</summary>
    /// <param name="path">Where it belongs.</param>
    /// <param name="dataset">The released rows.</param>
    /// <param name="description">What the maker says.</param>
    /// <param name="signer">The client's key; null where the server makes it.</param>
    public static SealedArtifact Seal(ArtifactPath path, ReleasedDataset dataset, ArtifactDescription description, IManifestSigner? signer)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(description);
        byte[] packed = DatasetFormat.Write(dataset.Rows);
        var manifest = new ArtifactManifest(
            ArtifactManifest.CurrentSchemaVersion, description.Task, description.Round, description.Seed, description.Client, dataset.MadeBy,
            ReferenceTo(path.Container, path.DatasetName, packed, DatasetMediaType), dataset.Rows.Count, dataset.ContentHash,
            [.. dataset.Labels()], dataset.Statements, dataset.Parents, description.Ledger);
        byte[] payload = JsonSerializer.SerializeToUtf8Bytes(manifest, FederationJsonContext.Default.ArtifactManifest);
        var signed = new SignedManifest(SignedManifest.CurrentSchemaVersion, payload, signer?.KeyId, signer?.Sign(payload));
        return new SealedArtifact(path, manifest, packed, JsonSerializer.SerializeToUtf8Bytes(signed, FederationJsonContext.Default.SignedManifest));
    }

    /// <summary>Takes up bytes that were sealed before and kept, to store them again unchanged.</summary>
    /// <param name="path">Where it belongs.</param>
    /// <param name="datasetBytes">The kept data set.</param>
    /// <param name="manifestBytes">The kept signed manifest.</param>
    /// <exception cref="RefusedException">The bytes are no artifact of this path, or not the ones that were sealed.</exception>
    public static SealedArtifact Reopen(ArtifactPath path, ReadOnlyMemory<byte> datasetBytes, ReadOnlyMemory<byte> manifestBytes)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArtifactManifest manifest = ManifestReader.Read(path, manifestBytes.Span).Manifest;
        return manifest.Dataset == ReferenceTo(path.Container, path.DatasetName, datasetBytes.Span, DatasetMediaType)
            ? new SealedArtifact(path, manifest, datasetBytes, manifestBytes)
            : throw new RefusedException(ReasonCode.ContentMismatch, $"The kept data set of {path.Name} is not the one its manifest was made for.");
    }

    private static ArtifactReference ReferenceTo(string container, string name, ReadOnlySpan<byte> bytes, string mediaType) =>
        new(container, name, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, mediaType);
}
