using System.Security.Cryptography;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Tests.Artifacts;

public sealed class ManifestSignatureTests
{
    [Fact]
    public void Verifies_EnrolledKey_IsTrue()
    {
        using var signer = new TestSigner();

        Assert.True(ManifestSignature.Verifies(Sealed(signer), signer.Enrolled()));
    }

    [Fact]
    public void Verifies_AnotherClientsKey_IsFalse()
    {
        using var signer = new TestSigner();
        using var other = new TestSigner();

        Assert.False(ManifestSignature.Verifies(Sealed(signer), other.Enrolled()));
        Assert.False(ManifestSignature.Verifies(Sealed(signer) with { KeyId = other.KeyId }, other.Enrolled()));
        Assert.False(ManifestSignature.Verifies(Sealed(signer), other.Enrolled() with { KeyId = signer.KeyId }));
    }

    [Fact]
    public void Verifies_NoSignature_IsFalse()
    {
        using var signer = new TestSigner();

        Assert.False(ManifestSignature.Verifies(Sealed(null), signer.Enrolled()));
        Assert.False(ManifestSignature.Verifies(Sealed(signer) with { Signature = null }, signer.Enrolled()));
        Assert.False(ManifestSignature.Verifies(Sealed(signer) with { Signature = [] }, signer.Enrolled()));
        Assert.False(ManifestSignature.Verifies(Sealed(signer) with { Signature = new byte[64] }, signer.Enrolled()));
    }

    [Fact]
    public void Verifies_SignatureOfAnotherForm_IsFalse()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] info = key.ExportSubjectPublicKeyInfo();
        SignedManifest manifest = Sealed(null);
        ClientRegistration enrolled = new TestSigner().Enrolled() with { KeyId = ManifestSignature.KeyId(info), PublicKey = Convert.ToBase64String(info) };
        SignedManifest Signed(byte[] signature) => manifest with { KeyId = enrolled.KeyId, Signature = signature };

        Assert.True(ManifestSignature.Verifies(Signed(key.SignData(manifest.Payload, HashAlgorithmName.SHA256)), enrolled));
        Assert.False(ManifestSignature.Verifies(Signed(key.SignData(manifest.Payload, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)), enrolled));
        Assert.False(ManifestSignature.Verifies(Signed(key.SignData(manifest.Payload, HashAlgorithmName.SHA512)), enrolled));
    }

    public static TheoryData<string> OtherCurves => ["1.3.132.0.34", "1.3.132.0.35", "1.3.132.0.10", "1.3.36.3.3.2.8.1.1.7"];

    /// <summary>P-384, P-521, secp256k1 and brainpoolP256r1: the last two are as long as P-256.</summary>
    [Theory]
    [MemberData(nameof(OtherCurves))]
    public void Verifies_KeyOnAnotherCurve_IsFalse(string curve)
    {
        using TestSigner? signer = Make(curve);
        Assert.SkipWhen(signer is null, "This system's cryptography does not know the curve.");

        Assert.False(ManifestSignature.Verifies(Sealed(signer), signer.Enrolled()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no base64")]
    [InlineData("AAAA")]
    public void Verifies_EnrolledKeyThatIsNone_IsFalse(string publicKey)
    {
        using var signer = new TestSigner();

        Assert.False(ManifestSignature.Verifies(Sealed(signer), signer.Enrolled() with { PublicKey = publicKey }));
    }

    [Fact]
    public void Verifies_EnrolledKeyWithBytesBehindIt_IsFalse()
    {
        using var signer = new TestSigner();
        byte[] longer = [.. signer.PublicKey, 0];
        string id = ManifestSignature.KeyId(longer);

        Assert.False(ManifestSignature.Verifies(Sealed(signer) with { KeyId = id }, signer.Enrolled() with { PublicKey = Convert.ToBase64String(longer), KeyId = id }));
    }

    [Fact]
    public void Verifies_AnyBitOfThePayloadOrSignatureFlipped_IsFalse()
    {
        using var signer = new TestSigner();
        SignedManifest manifest = Sealed(signer);
        ClientRegistration enrolled = signer.Enrolled();

        Assert.All(Enumerable.Range(0, manifest.Payload.Length), at => Assert.False(ManifestSignature.Verifies(manifest with { Payload = Flipped(manifest.Payload, at) }, enrolled)));
        Assert.All(Enumerable.Range(0, manifest.Signature!.Length), at => Assert.False(ManifestSignature.Verifies(manifest with { Signature = Flipped(manifest.Signature, at) }, enrolled)));
    }

    [Fact]
    public void Verifies_AnyByteOfTheStoredManifestFlipped_IsNeverBelievedWithOtherContent()
    {
        using var signer = new TestSigner();
        SealedArtifact artifact = Example.Seal(signer);
        SignedManifest honest = ManifestReader.Read(Example.Path, artifact.ManifestBytes.Span).Signed;
        ClientRegistration enrolled = signer.Enrolled();
        int believed = 0;
        for (int at = 0; at < artifact.ManifestBytes.Length; at++)
        {
            try
            {
                SignedManifest read = ManifestReader.Read(Example.Path, Flipped(artifact.ManifestBytes.ToArray(), at)).Signed;
                if (ManifestSignature.Verifies(read, enrolled))
                {
                    believed++;
                    Assert.Equal(honest.Payload, read.Payload);
                }
            }
            catch (RefusedException)
            {
            }
        }

        // Bits that base64 does not use, at the ends of payload and signature.
        Assert.InRange(believed, 0, 2);
    }

    private static SignedManifest Sealed(IManifestSigner? signer) => ManifestReader.Read(Example.Path, Example.Seal(signer).ManifestBytes.Span).Signed;

    private static byte[] Flipped(byte[] bytes, int at) => [.. bytes[..at], (byte)(bytes[at] ^ 1), .. bytes[(at + 1)..]];

    private static TestSigner? Make(string curve)
    {
        try
        {
            var signer = new TestSigner(ECCurve.CreateFromValue(curve));
            return signer.PublicKey.Length > 0 ? signer : null;
        }
        catch (Exception error) when (error is PlatformNotSupportedException or CryptographicException)
        {
            return null;
        }
    }
}
