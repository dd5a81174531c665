using Azure.Core;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Fdkt.Transport.Azure;

/// <summary>A storage account: makes the clients that all adapters share. Thread-safe.</summary>
public sealed class AzureStorage
{
    // Pinned: a newer SDK then changes no wire format, and the emulator knows this version.
    private const BlobClientOptions.ServiceVersion BlobVersion = BlobClientOptions.ServiceVersion.V2025_11_05;
    private const QueueClientOptions.ServiceVersion QueueVersion = QueueClientOptions.ServiceVersion.V2025_11_05;

    private readonly BlobServiceClient _blobs;
    private readonly QueueServiceClient _queues;

    /// <summary>Prepares the clients; nothing is called yet.</summary>
    /// <param name="options">Which account.</param>
    /// <exception cref="ArgumentException">Neither a connection string nor addresses and a credential are given, or both are.</exception>
    public AzureStorage(AzureStorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        BlobClientOptions blobs = Blobs(options);
        QueueClientOptions queues = Queues(options);
        (_blobs, _queues) = options switch
        {
            { ConnectionString: { } connection, BlobService: null, QueueService: null, Credential: null } => (new BlobServiceClient(connection, blobs), new QueueServiceClient(connection, queues)),
            { ConnectionString: null, BlobService: { } blobService, QueueService: { } queueService, Credential: { } credential } =>
                (new BlobServiceClient(blobService, credential, blobs), new QueueServiceClient(queueService, credential, queues)),
            _ => throw new ArgumentException("Give either a connection string or the addresses of blob and queue service with a credential.", nameof(options)),
        };
    }

    /// <summary>Makes the containers and queues that are not there. For emulators: in Azure the infrastructure makes them.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task CreateContainersAndQueuesAsync(CancellationToken cancellationToken)
    {
        foreach (string container in StorageNames.Containers)
        {
            await Container(container).CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        foreach (string queue in StorageNames.Queues)
        {
            await Queue(queue).CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    internal BlobContainerClient Container(string name) => _blobs.GetBlobContainerClient(name);

    internal QueueClient Queue(string name) => _queues.GetQueueClient(name);

    private static BlobClientOptions Blobs(AzureStorageOptions options)
    {
        BlobClientOptions blobs = Common(new BlobClientOptions(BlobVersion), options);
        // The service then refuses bytes that changed on the way to it. What comes back is checked by our own SHA-256.
        blobs.TransferValidation.Upload.ChecksumAlgorithm = StorageChecksumAlgorithm.MD5;
        return blobs;
    }

    private static QueueClientOptions Queues(AzureStorageOptions options)
    {
        QueueClientOptions queues = Common(new QueueClientOptions(QueueVersion), options);
        // The SDK's own base64 throws away, or throws on, what is not base64; such a message must be seen to be moved aside.
        queues.MessageEncoding = QueueMessageEncoding.None;
        return queues;
    }

    private static T Common<T>(T clientOptions, AzureStorageOptions options)
        where T : ClientOptions
    {
        clientOptions.Retry.Mode = RetryMode.Exponential;
        clientOptions.Retry.MaxRetries = options.MaximumRetries;
        clientOptions.Retry.Delay = options.RetryDelay;
        clientOptions.Retry.MaxDelay = options.MaximumRetryDelay;
        clientOptions.Retry.NetworkTimeout = options.NetworkTimeout;
        clientOptions.AddPolicy(new UnavailableStoragePolicy(), HttpPipelinePosition.PerCall);
        if (options.CallCounter is { } counter)
        {
            clientOptions.AddPolicy(counter, HttpPipelinePosition.PerRetry);
        }

        return clientOptions;
    }
}
