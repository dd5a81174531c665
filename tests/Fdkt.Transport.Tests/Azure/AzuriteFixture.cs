using System.ComponentModel;
using Azure.Storage.Blobs;
using Fdkt.Transport.Azure;
using Fdkt.Transport.Tests.Faults;

namespace Fdkt.Transport.Tests.Azure;

/// <summary>One storage emulator for all tests that need one. Where Node is missing they are skipped.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private AzuriteProcess? _azurite;
    private string? _missing;

    /// <summary>The running emulator; skips the test where there is none.</summary>
    public AzuriteProcess Azurite
    {
        get
        {
            Assert.SkipWhen(_missing is not null, _missing ?? string.Empty);
            return _azurite!;
        }
    }

    /// <summary>The account, without faults.</summary>
    internal AzureStorage Storage => new(new AzureStorageOptions { ConnectionString = Azurite.ConnectionString });

    /// <summary>The account behind proxies that make faults. Enough retries that chance does not end a test, and short ones.</summary>
    internal static AzureStorage Behind(FaultyStorageProxy blobs, FaultyStorageProxy queues, StorageCallCounter? counter = null) => new(new AzureStorageOptions
    {
        ConnectionString = AzuriteProcess.ConnectionStringFor(blobs.Port, queues.Port),
        MaximumRetries = 15,
        RetryDelay = TimeSpan.FromMilliseconds(1),
        MaximumRetryDelay = TimeSpan.FromMilliseconds(5),
        CallCounter = counter,
    });

    /// <summary>Puts a blob past all checks.</summary>
    internal Task PutAsync(string container, string name, byte[] bytes) =>
        Storage.Container(container).GetBlobClient(name).UploadAsync(BinaryData.FromBytes(bytes), overwrite: true);

    /// <summary>The bytes of a blob; null where there is none.</summary>
    internal async Task<byte[]?> GetAsync(string container, string name)
    {
        BlobClient blob = Storage.Container(container).GetBlobClient(name);
        return await blob.ExistsAsync() ? (await blob.DownloadContentAsync()).Value.Content.ToArray() : null;
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            _azurite = await AzuriteProcess.StartAsync(new AzuriteOptions(), CancellationToken.None);
        }
        catch (AzuriteUnavailableException error) when (error.InnerException is Win32Exception)
        {
            _missing = error.Message;
            return;
        }

        await Storage.CreateContainersAndQueuesAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }
    }
}
