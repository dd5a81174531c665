using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Rounds;
using Fdkt.Orchestrator.Tests.Support;

namespace Fdkt.Orchestrator.Tests.Inbox;

/// <summary>Writes artifacts and announcements as a client with a program of its own can.</summary>
internal sealed class HostileUpload(TestFederation federation)
{
    public static readonly RoundId Round = new("round-1");
    public static readonly TaskId Task = new(TestFederation.Task);

    public TestClient Client => federation.Clients[0];

    public TestClient Other => federation.Clients[1];

    public ArtifactPath Path => ArtifactPath.Demos(Client.Name, Task, Round, 1);

    /// <summary>Packs bytes, some number of times in a row.</summary>
    public static byte[] Gzip(byte[] bytes, int times = 1)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            for (int i = 0; i < times; i++)
            {
                gzip.Write(bytes);
            }
        }

        return packed.ToArray();
    }

    public static byte[] Lines(params IEnumerable<string> lines) => Gzip(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));

    public static byte[] Message(DemoUpload upload) => JsonSerializer.SerializeToUtf8Bytes(upload, FederationJsonContext.Default.DemoUpload);

    /// <summary>A message whose JSON was changed as text.</summary>
    public static byte[] Message(DemoUpload upload, string from, string to) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Message(upload)).Replace(from, to, StringComparison.Ordinal));

    /// <summary>A valid upload for the round, whose artifact is stored.</summary>
    public DemoUpload Good() => Store(TestClient.Rows("of a round"), manifest => manifest);

    /// <summary>Stores rows under a changed manifest.</summary>
    public DemoUpload Store(IReadOnlyList<LabelledText> rows, Func<ArtifactManifest, ArtifactManifest> change, IManifestSigner? signer = null)
    {
        ReleasedDataset dataset = Client.Release(rows);
        return Store(DatasetFormat.Write(rows), rows.Count, dataset.ContentHash, [.. rows.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal)], change, signer ?? Client.Key);
    }

    /// <summary>Stores any bytes as a data set.</summary>
    public DemoUpload Store(byte[] packed, int rows = 2, Func<ArtifactManifest, ArtifactManifest>? change = null) => Store(packed, rows, new string('a', 64), ["bad", "good"], change ?? (manifest => manifest), Client.Key);

    /// <summary>Stores any bytes as a manifest.</summary>
    public DemoUpload StoreManifest(byte[] bytes, string contentHash)
    {
        Write(Path.ManifestName, bytes);
        return new DemoUpload(DemoUpload.CurrentSchemaVersion, Client.Name, Task, Round, 1, contentHash, Reference(Path.ManifestName, bytes, "application/json"), federation.Time.GetUtcNow());
    }

    public static byte[] Envelope(ArtifactManifest manifest, IManifestSigner? signer)
    {
        byte[] payload = JsonSerializer.SerializeToUtf8Bytes(manifest, FederationJsonContext.Default.ArtifactManifest);
        return JsonSerializer.SerializeToUtf8Bytes(new SignedManifest(SignedManifest.CurrentSchemaVersion, payload, signer?.KeyId, signer?.Sign(payload)), FederationJsonContext.Default.SignedManifest);
    }

    public void Write(string name, byte[] bytes)
    {
        string file = System.IO.Path.Combine(federation.Folder, ArtifactPath.DemosContainer, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }

    public void Delete(string name) => File.Delete(System.IO.Path.Combine(federation.Folder, ArtifactPath.DemosContainer, name));

    /// <summary>Stores another envelope in the place of one that was stored.</summary>
    public DemoUpload Restore(DemoUpload upload, Func<ArtifactManifest, SignedManifest, byte[]> change)
    {
        byte[] stored = File.ReadAllBytes(System.IO.Path.Combine(federation.Folder, ArtifactPath.DemosContainer, upload.Manifest.Name));
        (SignedManifest signed, ArtifactManifest manifest) = ManifestReader.Read(Path, stored);
        return StoreManifest(change(manifest, signed), upload.ContentHash);
    }

    private static ArtifactReference Reference(string name, byte[] bytes, string mediaType) =>
        new(ArtifactPath.DemosContainer, name, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, mediaType);

    private DemoUpload Store(byte[] packed, int rows, string contentHash, IReadOnlyList<string> labels, Func<ArtifactManifest, ArtifactManifest> change, IManifestSigner signer)
    {
        Write(Path.DatasetName, packed);
        var statement = new PrivacyStatement(Client.Name.Value, Client.Epsilon, Client.Delta, PrivacyMechanism.Votes, "add or remove one", "one record", "test 1");
        ArtifactManifest manifest = change(new ArtifactManifest(
            ArtifactManifest.CurrentSchemaVersion, Task, Round, 1, Client.Name, "synthesize", Reference(Path.DatasetName, packed, "application/gzip"), rows, contentHash, labels, [statement], []));
        return StoreManifest(Envelope(manifest, signer), manifest.ContentHash);
    }
}
