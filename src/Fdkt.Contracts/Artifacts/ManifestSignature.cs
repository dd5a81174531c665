using System.Security.Cryptography;
using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Artifacts;

/// <summary>Checks the signature of a manifest against an enrolled key.</summary>
public static class ManifestSignature
{
    // NIST P-256 by its object identifier. Other curves of 256 bits exist; an enrolled key on one of them is no key of ours.
    private const string Curve = "1.2.840.10045.3.1.7";

    /// <summary>The id of a public key.</summary>
    /// <param name="subjectPublicKeyInfo">DER bytes.</param>
    public static string KeyId(ReadOnlySpan<byte> subjectPublicKeyInfo) => Convert.ToHexStringLower(SHA256.HashData(subjectPublicKeyInfo));

    /// <summary>Whether a manifest was signed with a client's enrolled key.</summary>
    /// <param name="manifest">The stored manifest.</param>
    /// <param name="registration">The client's enrolment.</param>
    public static bool Verifies(SignedManifest manifest, ClientRegistration registration)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(registration);
        if (manifest.Signature is null || manifest.KeyId != registration.KeyId)
        {
            return false;
        }

        try
        {
            byte[] key = Convert.FromBase64String(registration.PublicKey);
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(key, out int read);
            return read == key.Length && KeyId(key) == registration.KeyId && ecdsa.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value == Curve
                && ecdsa.VerifyData(manifest.Payload, manifest.Signature, HashAlgorithmName.SHA256);
        }
        catch (Exception error) when (error is FormatException or CryptographicException)
        {
            return false;
        }
    }
}
