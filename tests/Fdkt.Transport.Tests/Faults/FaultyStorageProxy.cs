using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Fdkt.Tests.Network;

namespace Fdkt.Transport.Tests.Faults;

/// <summary>
/// Stands before a storage emulator and, now and then, answers as a service in trouble does. One request a connection; what it passes on is unchanged, so that
/// signatures hold. The seed decides the order of faults; concurrent requests decide who meets them.
/// </summary>
internal sealed class FaultyStorageProxy : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly ConcurrentDictionary<StorageFault, int> _counts = new();
    private readonly Lock _gate = new();
    private readonly int _upstreamPort;
    private readonly Random _random;
    private readonly double _rate;
    private readonly StorageFault[] _faults;
    private long _order;

    /// <summary>Starts it.</summary>
    /// <param name="upstreamPort">Port of the service on this machine.</param>
    /// <param name="seed">Seed of the faults.</param>
    /// <param name="rate">Share of requests that meet a fault, inside [0, 1].</param>
    /// <param name="faults">The faults, equally likely.</param>
    public FaultyStorageProxy(int upstreamPort, int seed, double rate, params StorageFault[] faults)
    {
        (_upstreamPort, _random, _rate, _faults) = (upstreamPort, new Random(seed), rate, faults);
        _listener = new LoopbackListener(ServeAsync);
    }

    /// <summary>Where it listens.</summary>
    public int Port => _listener.Port;

    /// <summary>Told of every request that reached the service, before its client hears the answer.</summary>
    public Action<StorageExchange> Observe { get; init; } = static _ => { };

    /// <summary>How often a fault was met.</summary>
    public int CountOf(StorageFault fault) => _counts.GetValueOrDefault(fault);

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        NetworkStream stream = client.GetStream();
        if (await ProxiedRequest.ReadAsync(stream, stop) is not { } request)
        {
            return;
        }

        StorageFault fault = Next(request.IsConditional);
        _counts.AddOrUpdate(fault, 1, (_, count) => count + 1);
        byte[]? answer = fault switch
        {
            StorageFault.Busy => Answer(503, "ServerBusy"),
            StorageFault.Internal => Answer(500, "InternalError"),
            StorageFault.Precondition => Answer(412, "ConditionNotMet"),
            _ => null,
        };
        if (answer is null)
        {
            byte[] real = await ForwardAsync(fault == StorageFault.BodyChanged ? request.WithLastBitFlipped() : request, stop);
            answer = fault switch
            {
                StorageFault.AnswerLost => Answer(500, "InternalError"),
                StorageFault.ConnectionCut => [],
                StorageFault.AnswerCut => real[..(real.Length / 2)],
                _ => real,
            };
        }

        await stream.WriteAsync(answer, stop);
    }

    private StorageFault Next(bool isConditional)
    {
        lock (_gate)
        {
            if (_faults.Length == 0 || _random.NextDouble() >= _rate)
            {
                return StorageFault.None;
            }

            StorageFault fault = _faults[_random.Next(_faults.Length)];
            return fault == StorageFault.Precondition && !isConditional ? StorageFault.None : fault;
        }
    }

    private async Task<byte[]> ForwardAsync(ProxiedRequest request, CancellationToken stop)
    {
        long arrived = Interlocked.Increment(ref _order);
        using var upstream = new TcpClient();
        await upstream.ConnectAsync(IPAddress.Loopback, _upstreamPort, stop);
        NetworkStream stream = upstream.GetStream();
        await stream.WriteAsync(request.Bytes, stop);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, stop);
        byte[] bytes = answer.ToArray();
        Observe(new StorageExchange(arrived, Interlocked.Increment(ref _order), request, bytes));
        return bytes;
    }

    private static byte[] Answer(int status, string code) =>
        Encoding.ASCII.GetBytes($"HTTP/1.1 {status} {code}\r\nContent-Length: 0\r\nx-ms-error-code: {code}\r\nConnection: close\r\n\r\n");
}
