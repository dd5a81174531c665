namespace Fdkt.Contracts.Artifacts;

/// <summary>Signs manifests with a client's key.</summary>
public interface IManifestSigner
{
    /// <summary>SHA-256 of the public key's SubjectPublicKeyInfo, lower-case hexadecimal.</summary>
    string KeyId { get; }

    /// <summary>Signs.</summary>
    /// <param name="payload">The bytes.</param>
    /// <returns>ECDSA P-256 with SHA-256, IEEE P1363 form, 64 bytes.</returns>
    byte[] Sign(ReadOnlySpan<byte> payload);
}
