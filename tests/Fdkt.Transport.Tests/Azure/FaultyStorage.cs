using Fdkt.Transport.Azure;
using Fdkt.Transport.Tests.Faults;

namespace Fdkt.Transport.Tests.Azure;

/// <summary>The shared emulator behind a proxy that makes a quarter of all requests fail. A class that used it and met no fault is itself at fault.</summary>
public sealed class FaultyStorage : IAsyncDisposable
{
    private const int Seed = 20_261_125;
    private const double Rate = 0.25;

    private FaultyStorageProxy? _blobs;
    private FaultyStorageProxy? _queues;
    private AzureStorage? _storage;

    public async ValueTask DisposeAsync()
    {
        if (_blobs is null || _queues is null)
        {
            return;
        }

        await _blobs.DisposeAsync();
        await _queues.DisposeAsync();
        Assert.True(_blobs.CountOf(StorageFault.Busy) + _queues.CountOf(StorageFault.Busy) > 0, "No request met a fault.");
    }

    internal AzureStorage Storage(AzuriteFixture fixture)
    {
        _blobs ??= new FaultyStorageProxy(
            fixture.Azurite.BlobPort, Seed, Rate, StorageFault.Busy, StorageFault.Internal, StorageFault.Precondition, StorageFault.AnswerLost, StorageFault.ConnectionCut);
        // A lost answer of a queue is a message hidden or sent twice, which is within its contract but not what each test of it expects.
        _queues ??= new FaultyStorageProxy(fixture.Azurite.QueuePort, Seed, Rate, StorageFault.Busy, StorageFault.Internal);
        return _storage ??= AzuriteFixture.Behind(_blobs, _queues);
    }
}
