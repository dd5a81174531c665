namespace Fdkt.Contracts.Artifacts;

/// <summary>A manifest as stored: the signature covers the very bytes of the payload, so nothing depends on how JSON is written.</summary>
/// <param name="SchemaVersion">Version of this envelope: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Payload">UTF-8 JSON of the <see cref="ArtifactManifest"/>, in base64.</param>
/// <param name="KeyId">SHA-256 of the signer's public key; null where the server made it.</param>
/// <param name="Signature">ECDSA P-256 with SHA-256 over the payload's bytes, IEEE P1363 form; null where the server made it.</param>
public sealed record SignedManifest(int SchemaVersion, byte[] Payload, string? KeyId, byte[]? Signature)
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;
}
