using System.Security.Cryptography;
using Fdkt.Contracts.Artifacts;

namespace Fdkt.Federation.Tests.Harness;

/// <summary>A key that nobody enrolled.</summary>
internal sealed class HostileKey : IManifestSigner, IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string KeyId => ManifestSignature.KeyId(_key.ExportSubjectPublicKeyInfo());

    public byte[] Sign(ReadOnlySpan<byte> payload) => _key.SignData(payload, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public void Dispose() => _key.Dispose();
}
