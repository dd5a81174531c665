using System.Security.Cryptography;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;

namespace Fdkt.FunctionApp;

/// <summary>What an enrolment must be. Pure.</summary>
internal static class EnrolmentRules
{
    /// <summary>Checks an enrolment.</summary>
    /// <param name="wanted">The enrolment.</param>
    /// <param name="client">The client that the call named.</param>
    /// <returns>The enrolment.</returns>
    /// <exception cref="RefusedException">It breaks a rule.</exception>
    public static ClientRegistration Check(ClientRegistration wanted, string client)
    {
        Require(wanted.Client.Value == client, ReasonCode.InvalidName, "The body enrols another client than the address names.");
        Require(IsKey(wanted), ReasonCode.BadSignature, "The public key is no P-256 key in DER and base64, or the key id is not its SHA-256.");
        Require(wanted.Tasks.Count > 0, ReasonCode.UnknownTask, "A client takes part in at least one task.");
        Require(wanted.MaximumEpsilon > 0 && double.IsFinite(wanted.MaximumEpsilon), ReasonCode.MalformedJson, $"maximumEpsilon is {wanted.MaximumEpsilon}; it must be above 0 and finite.");
        Require(wanted.MaximumDelta is null or > 0 and < 1, ReasonCode.MalformedJson, $"maximumDelta is {wanted.MaximumDelta}; it must be inside 0 to 1.");
        Require(wanted.MaximumRows >= 1, ReasonCode.MalformedJson, $"maximumRows is {wanted.MaximumRows}; it must be at least 1.");
        return wanted;
    }

    private static bool IsKey(ClientRegistration wanted)
    {
        try
        {
            byte[] der = Convert.FromBase64String(wanted.PublicKey);
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(der, out int read);
            return read == der.Length && key.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value && ManifestSignature.KeyId(der) == wanted.KeyId;
        }
        catch (Exception error) when (error is FormatException or CryptographicException)
        {
            return false;
        }
    }

    private static void Require(bool condition, ReasonCode reason, string message)
    {
        if (!condition)
        {
            throw new RefusedException(reason, message);
        }
    }
}
