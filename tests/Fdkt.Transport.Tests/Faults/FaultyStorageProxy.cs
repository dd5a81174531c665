using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Fdkt.Transport.Tests.Faults;

/// <summary>
/// Stands before a storage emulator and, now and then, answers as a service in trouble does. One request a connection; what it passes on is unchanged, so that
/// signatures hold. The seed decides the order of faults; concurrent requests decide who meets them.
/// </summary>
internal sealed class FaultyStorageProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<StorageFault, int> _counts = new();
    private readonly Lock _gate = new();
    private readonly int _upstreamPort;
    private readonly Random _random;
    private readonly double _rate;
    private readonly StorageFault[] _faults;
    private readonly Task _accepting;
    private long _order;

    /// <summary>Starts it.</summary>
    /// <param name="upstreamPort">Port of the service on this machine.</param>
    /// <param name="seed">Seed of the faults.</param>
    /// <param name="rate">Share of requests that meet a fault, inside [0, 1].</param>
    /// <param name="faults">The faults, equally likely.</param>
    public FaultyStorageProxy(int upstreamPort, int seed, double rate, params StorageFault[] faults)
    {
        (_upstreamPort, _random, _rate, _faults) = (upstreamPort, new Random(seed), rate, faults);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Told of every request that reached the service, before its client hears the answer.</summary>
    public Action<StorageExchange> Observe { get; init; } = static _ => { };

    /// <summary>How often a fault was met.</summary>
    public int CountOf(StorageFault fault) => _counts.GetValueOrDefault(fault);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
                serving.RemoveAll(task => task.IsCompleted);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                NetworkStream stream = client.GetStream();
                if (await ProxiedRequest.ReadAsync(stream, _stop.Token) is not { } request)
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
                    byte[] real = await ForwardAsync(fault == StorageFault.BodyChanged ? request.WithLastBitFlipped() : request);
                    answer = fault switch
                    {
                        StorageFault.AnswerLost => Answer(500, "InternalError"),
                        StorageFault.ConnectionCut => [],
                        StorageFault.AnswerCut => real[..(real.Length / 2)],
                        _ => real,
                    };
                }

                await stream.WriteAsync(answer, _stop.Token);
            }
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
        {
            // The client is gone, or the test is over.
        }
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

    private async Task<byte[]> ForwardAsync(ProxiedRequest request)
    {
        long arrived = Interlocked.Increment(ref _order);
        using var upstream = new TcpClient();
        await upstream.ConnectAsync(IPAddress.Loopback, _upstreamPort, _stop.Token);
        NetworkStream stream = upstream.GetStream();
        await stream.WriteAsync(request.Bytes, _stop.Token);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, _stop.Token);
        Observe(new StorageExchange(arrived, Interlocked.Increment(ref _order), request, answer.ToArray()));
        return answer.ToArray();
    }

    private static byte[] Answer(int status, string code) =>
        Encoding.ASCII.GetBytes($"HTTP/1.1 {status} {code}\r\nContent-Length: 0\r\nx-ms-error-code: {code}\r\nConnection: close\r\n\r\n");
}
