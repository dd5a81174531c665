using Azure;
using Azure.Core;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Transport.Artifacts.Azure;
using Fdkt.Transport.Azure;
using Fdkt.Transport.Tests.Faults;

namespace Fdkt.Transport.Tests.Azure;

[Collection(AzuriteTests.Name)]
public sealed class AzureStorageTests(AzuriteFixture fixture)
{
    private static readonly Uri Blobs = new("https://account.blob.core.windows.net");
    private static readonly Uri Queues = new("https://account.queue.core.windows.net");
    private static readonly TokenCredential Credential = DelegatedTokenCredential.Create((_, _) => throw new InvalidOperationException("No token is asked for before a call."));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Constructor_AddressesAndCredential_CallsNothing() =>
        Assert.NotNull(new AzureStorage(new AzureStorageOptions { BlobService = Blobs, QueueService = Queues, Credential = Credential }));

    public static TheoryData<AzureStorageOptions> Incomplete =>
    [
        new AzureStorageOptions(),
        new AzureStorageOptions { BlobService = Blobs, QueueService = Queues },
        new AzureStorageOptions { BlobService = Blobs, Credential = Credential },
        new AzureStorageOptions { QueueService = Queues, Credential = Credential },
        new AzureStorageOptions { ConnectionString = AzuriteProcess.ConnectionStringFor(1, 2), Credential = Credential },
        new AzureStorageOptions { ConnectionString = AzuriteProcess.ConnectionStringFor(1, 2), BlobService = Blobs, QueueService = Queues, Credential = Credential },
    ];

    [Theory]
    [MemberData(nameof(Incomplete))]
    public void Constructor_NeitherOrBothWaysToConnect_Throws(AzureStorageOptions options) => Assert.Throws<ArgumentException>(() => new AzureStorage(options));

    [Fact]
    public async Task CreateContainersAndQueuesAsync_Again_ChangesNothing()
    {
        await fixture.Storage.CreateContainersAndQueuesAsync(Token);

        Assert.All(StorageNames.Containers, container => Assert.True(fixture.Storage.Container(container).Exists(Token)));
        Assert.All(StorageNames.Queues, queue => Assert.True(fixture.Storage.Queue(queue).Exists(Token)));
    }

    [Fact]
    public async Task CallCounter_RequestTriedAgain_CountsEachTry()
    {
        await using var proxy = new FaultyStorageProxy(fixture.Azurite.BlobPort, seed: 3, rate: 0.5, StorageFault.Busy);
        var counter = new StorageCallCounter();
        var store = new BlobArtifactStore(AzuriteFixture.Behind(proxy, proxy, counter));
        for (int i = 0; i < 10; i++)
        {
            await store.WriteAsync(Sample.Artifact(Sample.NewPath()), Token);
        }

        Assert.True(proxy.CountOf(StorageFault.Busy) > 0);
        Assert.Equal(proxy.CountOf(StorageFault.Busy) + proxy.CountOf(StorageFault.None), counter.Calls);
        Assert.Equal(20, proxy.CountOf(StorageFault.None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task AnyCall_NobodyListens_SaysThatTheStorageCannotBeReached(int retries)
    {
        // A port that was free a moment ago.
        var gone = new FaultyStorageProxy(fixture.Azurite.BlobPort, seed: 1, rate: 0);
        await gone.DisposeAsync();

        StorageUnavailableException error = await Assert.ThrowsAsync<StorageUnavailableException>(() => WriteAsync(gone, retries));

        Assert.Contains($"127.0.0.1:{gone.Port} cannot be reached", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(StorageFault.Busy), "503 ServerBusy")]
    [InlineData(nameof(StorageFault.Internal), "500 InternalError")]
    [InlineData(nameof(StorageFault.ConnectionCut), "cannot be reached")]
    public async Task AnyCall_EveryTryFails_SaysThatTheStorageCannotServe(string fault, string said)
    {
        await using var proxy = new FaultyStorageProxy(fixture.Azurite.BlobPort, seed: 1, rate: 1, Enum.Parse<StorageFault>(fault));

        StorageUnavailableException error = await Assert.ThrowsAsync<StorageUnavailableException>(() => WriteAsync(proxy, retries: 2));

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCall_Cancelled_IsCancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new BlobArtifactStore(fixture.Storage).FindAsync(Sample.NewPath(), cancelled.Token));
    }

    [Fact]
    public async Task WriteAsync_BytesChangedOnTheWay_AreNotStored()
    {
        SealedArtifact artifact = Sample.Artifact(Sample.NewPath());
        await using var proxy = new FaultyStorageProxy(fixture.Azurite.BlobPort, seed: 3, rate: 1, StorageFault.BodyChanged);

        await Assert.ThrowsAnyAsync<RequestFailedException>(() => new BlobArtifactStore(AzuriteFixture.Behind(proxy, proxy)).WriteAsync(artifact, Token));

        Assert.Null(await fixture.GetAsync(artifact.Path.Container, artifact.Path.DatasetName));
    }

    private static Task<ArtifactReference> WriteAsync(FaultyStorageProxy proxy, int retries) => new BlobArtifactStore(new AzureStorage(new AzureStorageOptions
    {
        ConnectionString = AzuriteProcess.ConnectionStringFor(proxy.Port, proxy.Port),
        MaximumRetries = retries,
        RetryDelay = TimeSpan.FromMilliseconds(1),
    })).WriteAsync(Sample.Artifact(Sample.NewPath()), Token);
}
