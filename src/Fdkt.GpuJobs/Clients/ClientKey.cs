using System.Security.Cryptography;
using System.Text;
using Fdkt.Contracts.Artifacts;

namespace Fdkt.GpuJobs.Clients;

/// <summary>A client's signing key: ECDSA P-256, kept as PKCS#8 in a file that only the owner can read. Signing is thread-safe.</summary>
public sealed class ClientKey : IManifestSigner, IDisposable
{
    private const string CurveOid = "1.2.840.10045.3.1.7";

    private readonly Lock _gate = new();
    private readonly ECDsa _key;

    private ClientKey(ECDsa key)
    {
        _key = key;
        byte[] spki = key.ExportSubjectPublicKeyInfo();
        PublicKey = Convert.ToBase64String(spki);
        KeyId = ManifestSignature.KeyId(spki);
    }

    /// <inheritdoc/>
    public string KeyId { get; }

    /// <summary>SubjectPublicKeyInfo, DER in base64: what the operator enrols.</summary>
    public string PublicKey { get; }

    /// <summary>Makes a key and its file. A file that is there already is never replaced: what was signed with it would be lost.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <returns>The key.</returns>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    public static ClientKey Create(string path)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        try
        {
            PrivateFile.Create(path, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
            return new ClientKey(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Reads a key.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ClientFolderException">The file holds no P-256 key.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static ClientKey Open(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key.ExportParameters(includePrivateParameters: true) is { D: not null, Curve.Oid.Value: CurveOid }
                ? new ClientKey(key)
                : throw Fault(path, null);
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw Fault(path, error);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            return _key.SignData(payload, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static ClientFolderException Fault(string path, Exception? inner) =>
        new(path, "the file holds no private ECDSA P-256 key in PEM form", "Restore it from a copy, or set the client up anew and enrol its new key.", inner);
}
