using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Clients;
using Fdkt.Transport;

namespace Fdkt.Federation.Tests.Harness;

/// <summary>What somebody with a client's key, or without, can put into blobs and queues with a program of their own.</summary>
/// <param name="federation">The federation.</param>
/// <param name="name">Whose name is used.</param>
internal sealed class HostileClient(FaultyFederation federation, string name) : IDisposable
{
    private readonly ClientKey _key = federation.Client(name).OpenKey();
    private readonly QueueClient _uploads = new(federation.StorageConnectionString, StorageNames.DemoUploads);
    private int _pushes;

    public ClientId Name { get; } = new(name);

    public TaskId Task => Cli.Federation.RoundOrder.TaskOf(federation.Round);

    public static byte[] Gzip(ReadOnlySpan<byte> bytes, int times = 1)
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

    public static byte[] Row(string text, string label) => Encoding.UTF8.GetBytes($"{{\"text\":\"{text}\",\"label\":\"{label}\"}}\n");

    public static byte[] Message(DemoUpload upload) => JsonSerializer.SerializeToUtf8Bytes(upload, FederationJsonContext.Default.DemoUpload);

    /// <summary>Announces with any bytes.</summary>
    public Task AnnounceAsync(ReadOnlySpan<byte> body, CancellationToken cancellationToken) => _uploads.SendMessageAsync(Convert.ToBase64String(body), cancellationToken);

    /// <summary>Stores a push of a row, honest but for what is changed, and returns its announcement.</summary>
    public async Task<DemoUpload> StoreAsync(CancellationToken cancellationToken, string? label = null, double epsilon = 1, IManifestSigner? signer = null, byte[]? otherBytes = null)
    {
        label ??= GpuJobs.Stages.BuiltInSample.Inputs().Labels[0];
        LabelledText[] rows = [new($"a text by nobody {++_pushes}", label)];
        PrivacyStatement statement = Statement(epsilon);
        return await StoreAsync(DatasetFormat.Write(rows), 1, ReleasedDataset.Release(rows, statement, "push").ContentHash, label, statement, signer ?? _key, otherBytes, cancellationToken);
    }

    /// <summary>Stores any bytes as the data set of a push, under a manifest that fits them, and returns its announcement.</summary>
    public Task<DemoUpload> StoreBytesAsync(byte[] packed, int rows, CancellationToken cancellationToken) => StoreAsync(
        packed, rows, Convert.ToHexStringLower(SHA256.HashData(packed)), GpuJobs.Stages.BuiltInSample.Inputs().Labels[0], Statement(1), _key, null, cancellationToken);

    public void Dispose() => _key.Dispose();

    private PrivacyStatement Statement(double epsilon) => new(Name.Value, epsilon, 1e-6, PrivacyMechanism.Votes, "add or remove one", "one record", "test 1");

    private async Task<DemoUpload> StoreAsync(
        byte[] packed, int rows, string contentHash, string label, PrivacyStatement statement, IManifestSigner signer, byte[]? otherBytes, CancellationToken cancellationToken)
    {
        var path = ArtifactPath.Pushed(Name, Task, contentHash);
        var manifest = new ArtifactManifest(
            ArtifactManifest.CurrentSchemaVersion, Task, null, null, Name, "push", Reference(path.DatasetName, packed, "application/gzip"), rows, contentHash, [label], [statement], []);
        byte[] payload = JsonSerializer.SerializeToUtf8Bytes(manifest, FederationJsonContext.Default.ArtifactManifest);
        byte[] envelope = JsonSerializer.SerializeToUtf8Bytes(
            new SignedManifest(SignedManifest.CurrentSchemaVersion, payload, _key.KeyId, signer.Sign(payload)), FederationJsonContext.Default.SignedManifest);
        await WriteAsync(path.DatasetName, otherBytes ?? packed, cancellationToken);
        await WriteAsync(path.ManifestName, envelope, cancellationToken);
        return new DemoUpload(
            DemoUpload.CurrentSchemaVersion, Name, Task, null, null, contentHash, Reference(path.ManifestName, envelope, "application/json"), TimeProvider.System.GetUtcNow());
    }

    private async Task WriteAsync(string blob, byte[] bytes, CancellationToken cancellationToken) =>
        await federation.Blobs.GetBlobContainerClient(ArtifactPath.DemosContainer).GetBlobClient(blob).UploadAsync(BinaryData.FromBytes(bytes), overwrite: true, cancellationToken);

    private static ArtifactReference Reference(string blob, byte[] bytes, string mediaType) =>
        new(ArtifactPath.DemosContainer, blob, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, mediaType);
}
