using System.Security.Cryptography;
using Fdkt.Contracts.Artifacts;

namespace Fdkt.Orchestrator.Tests.Support;

/// <summary>A client's key.</summary>
internal sealed class TestSigner : IManifestSigner, IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string PublicKey => Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo());

    public string KeyId => ManifestSignature.KeyId(_key.ExportSubjectPublicKeyInfo());

    public byte[] Sign(ReadOnlySpan<byte> payload) => _key.SignData(payload, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public void Dispose() => _key.Dispose();
}
