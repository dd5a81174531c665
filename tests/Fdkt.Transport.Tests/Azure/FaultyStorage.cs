using Fdkt.Transport.Azure;
using Fdkt.Transport.Tests.Faults;

namespace Fdkt.Transport.Tests.Azure;

/// <summary>The shared emulator behind proxies that make a quarter of all requests fail. A class of tests that met no fault is itself at fault.</summary>
public sealed class FaultyStorage : IAsyncDisposable
{
    private const int Seed = 20_261_125;
    private const double Rate = 0.25;

    // A single test that is run alone may be lucky.
    private const int FewRequests = 100;

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
        int served = _blobs.CountOf(StorageFault.None) + _queues.CountOf(StorageFault.None);
        Assert.True(served < FewRequests || _blobs.CountOf(StorageFault.Busy) + _queues.CountOf(StorageFault.Busy) > 0, "No request met a fault.");
    }

    internal AzureStorage Storage(AzuriteFixture fixture)
    {
        _blobs ??= new FaultyStorageProxy(
            fixture.Azurite.BlobPort, Seed, Rate,
            StorageFault.Busy, StorageFault.Internal, StorageFault.Precondition, StorageFault.AnswerLost, StorageFault.ConnectionCut, StorageFault.AnswerCut);
        // A lost answer of a queue is a message hidden or sent twice, which is within its contract but not what each test of it expects.
        _queues ??= new FaultyStorageProxy(fixture.Azurite.QueuePort, Seed, Rate, StorageFault.Busy, StorageFault.Internal);
        return _storage ??= AzuriteFixture.Behind(_blobs, _queues);
    }
}
