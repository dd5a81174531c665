using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Artifacts;

/// <summary>Reads a stored manifest strictly.</summary>
public static class ManifestReader
{
    /// <summary>Reads the bytes of a manifest blob and checks that they belong to the path they were found at.</summary>
    /// <param name="path">The path.</param>
    /// <param name="bytes">The stored bytes.</param>
    /// <returns>The envelope, whose signature is still to be verified, and the manifest in it.</returns>
    /// <exception cref="RefusedException">Malformed, of another version, or of another path.</exception>
    public static (SignedManifest Signed, ArtifactManifest Manifest) Read(ArtifactPath path, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(path);
        SignedManifest signed = ContractReader.Read(bytes, FederationJsonContext.Default.SignedManifest, SignedManifest.CurrentSchemaVersion);
        ArtifactManifest manifest = ContractReader.Read(signed.Payload, FederationJsonContext.Default.ArtifactManifest, ArtifactManifest.CurrentSchemaVersion);
        if (manifest.Dataset.Container != path.Container || manifest.Dataset.Name != path.DatasetName)
        {
            throw new RefusedException(ReasonCode.InvalidName, $"The manifest at {path.Name} names a data set that does not lie beside it.");
        }

        return manifest.Statements.Count > 0
            ? (signed, manifest)
            : throw new RefusedException(ReasonCode.MalformedJson, $"The manifest at {path.Name} carries no privacy statement.");
    }
}
