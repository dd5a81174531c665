using Fdkt.Tests.Network;

namespace Fdkt.Bench.RoundScale;

/// <summary>Stands before a service on this machine, and counts the HTTP requests to it.</summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private readonly LoopbackRelay _relay;
    private long _requests;

    /// <summary>Starts it.</summary>
    /// <param name="upstreamPort">Port of the service.</param>
    public CountingProxy(int upstreamPort) => _relay = new LoopbackRelay(upstreamPort, () =>
    {
        var count = new RequestCount();
        return (bytes => Interlocked.Add(ref _requests, count.Take(bytes)), static _ => { });
    });

    /// <summary>Where it listens.</summary>
    public int Port => _relay.Port;

    /// <summary>Requests so far.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    public ValueTask DisposeAsync() => _relay.DisposeAsync();
}
