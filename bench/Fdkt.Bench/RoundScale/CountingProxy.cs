using System.Net;
using System.Net.Sockets;

namespace Fdkt.Bench.RoundScale;

/// <summary>Stands before a service on this machine, passes all bytes on unchanged, and counts the HTTP requests among them.</summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _upstreamPort;
    private readonly Task _accepting;
    private long _requests;

    /// <summary>Starts it.</summary>
    /// <param name="upstreamPort">Port of the service.</param>
    public CountingProxy(int upstreamPort)
    {
        _upstreamPort = upstreamPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Requests so far.</summary>
    public long Requests => Interlocked.Read(ref _requests);

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
            // Asked to stop.
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            using (var upstream = new TcpClient { NoDelay = true })
            {
                client.NoDelay = true;
                await upstream.ConnectAsync(IPAddress.Loopback, _upstreamPort, _stop.Token);
                var count = new RequestCount();
                Task there = PassOnAsync(client.GetStream(), upstream.GetStream(), bytes => Interlocked.Add(ref _requests, count.Take(bytes)));
                Task back = PassOnAsync(upstream.GetStream(), client.GetStream(), static _ => { });
                // Where one side closes, so does the other: neither half-closes its connections.
                await Task.WhenAny(there, back);
                client.Close();
                upstream.Close();
                await Task.WhenAll(there, back);
            }
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // A connection is gone, or the run is over.
        }
    }

    private async Task PassOnAsync(NetworkStream from, NetworkStream to, Action<ReadOnlySpan<byte>> look)
    {
        byte[] buffer = new byte[BufferBytes];
        for (int read; (read = await from.ReadAsync(buffer, _stop.Token)) > 0;)
        {
            look(buffer.AsSpan(0, read));
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
