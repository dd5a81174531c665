using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Fdkt.Transport.Artifacts;

namespace Fdkt.Transport.Azure;

/// <summary>Reads blobs and writes them under a condition, telling a lost race from a retry of its own that had landed before.</summary>
internal sealed class StoredBlobs(AzureStorage storage) : IStoredBytes
{
    private const string WriterKey = "writer";

    // A condition that failed although it holds is looked at again; more often than this is a fault of the service.
    private const int MostAttempts = 5;

    // One request for a blob of any size we accept: it appears whole, under one condition.
    private static readonly StorageTransferOptions OneRequest = new() { InitialTransferSize = 256L * 1024 * 1024 };

    public async Task<Stream?> OpenAsync(string container, string name, CancellationToken cancellationToken) =>
        (await DownloadAsync(container, name, cancellationToken).ConfigureAwait(false))?.Content;

    public async Task<BlobDownloadStreamingResult?> DownloadAsync(string container, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await Blob(container, name).DownloadStreamingAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    /// <summary>Writes where nothing is. False where something is.</summary>
    public Task<bool> TryCreateAsync(string container, string name, ReadOnlyMemory<byte> bytes, string mediaType, CancellationToken cancellationToken) =>
        TryWriteAsync(container, name, bytes, mediaType, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken);

    /// <summary>Writes over the version of a tag, or over any. False where the stored version is another.</summary>
    public Task<bool> TryReplaceAsync(string container, string name, ReadOnlyMemory<byte> bytes, string mediaType, ETag? tag, CancellationToken cancellationToken) =>
        TryWriteAsync(container, name, bytes, mediaType, tag is null ? null : new BlobRequestConditions { IfMatch = tag }, cancellationToken);

    private async Task<bool> TryWriteAsync(
        string container, string name, ReadOnlyMemory<byte> bytes, string mediaType, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        BlobClient blob = Blob(container, name);
        string writer = Guid.NewGuid().ToString("N");
        var options = new BlobUploadOptions
        {
            Conditions = conditions,
            HttpHeaders = new BlobHttpHeaders { ContentType = mediaType },
            Metadata = new Dictionary<string, string> { [WriterKey] = writer },
            TransferOptions = OneRequest,
        };
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await blob.UploadAsync(BinaryData.FromBytes(bytes), options, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (RequestFailedException error) when (conditions is not null && error.Status is 409 or 412)
            {
                BlobProperties? stored = await PropertiesAsync(blob, cancellationToken).ConfigureAwait(false);
                if (stored is not null && stored.Metadata.TryGetValue(WriterKey, out string? storedWriter) && storedWriter == writer)
                {
                    // An earlier try had landed and only its answer was lost.
                    return true;
                }

                bool holds = conditions.IfMatch is { } tag ? stored?.ETag == tag : stored is null;
                if (!holds)
                {
                    return false;
                }

                if (attempt == MostAttempts)
                {
                    throw;
                }
            }
        }
    }

    private static async Task<BlobProperties?> PropertiesAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return await blob.GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return null;
        }
    }

    private BlobClient Blob(string container, string name) => storage.Container(container).GetBlobClient(name);
}
