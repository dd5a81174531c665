namespace Fdkt.Contracts.Artifacts;

/// <summary>An artifact as read and checked.</summary>
/// <param name="Envelope">The envelope; verify it with <see cref="ManifestSignature"/> before the content is believed.</param>
/// <param name="Manifest">The manifest.</param>
/// <param name="Dataset">The rows under the manifest's statements.</param>
public sealed record StoredArtifact(SignedManifest Envelope, ArtifactManifest Manifest, ReleasedDataset Dataset);
