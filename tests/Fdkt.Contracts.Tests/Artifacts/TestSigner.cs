using System.Security.Cryptography;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Tests.Artifacts;

/// <summary>A client's key in memory.</summary>
internal sealed class TestSigner(ECCurve curve) : IManifestSigner, IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(curve);

    public TestSigner()
        : this(ECCurve.NamedCurves.nistP256)
    {
    }

    public string KeyId => ManifestSignature.KeyId(PublicKey);

    public byte[] PublicKey => _key.ExportSubjectPublicKeyInfo();

    public byte[] Sign(ReadOnlySpan<byte> payload) => _key.SignData(payload, HashAlgorithmName.SHA256);

    public ClientRegistration Enrolled() =>
        new(ClientRegistration.CurrentSchemaVersion, Example.Client, KeyId, Convert.ToBase64String(PublicKey), [Example.Task], 8, 100, Example.Noon, null);

    public void Dispose() => _key.Dispose();
}
