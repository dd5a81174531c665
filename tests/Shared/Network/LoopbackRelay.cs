using System.Net;
using System.Net.Sockets;

namespace Fdkt.Tests.Network;

/// <summary>Stands before a service of this machine, passes all bytes on unchanged, and shows them to somebody.</summary>
internal sealed class LoopbackRelay : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly LoopbackListener _listener;
    private readonly int _upstreamPort;
    private readonly Func<(Look There, Look Back)> _connected;

    /// <summary>Starts it.</summary>
    /// <param name="upstreamPort">Where the service listens, or will.</param>
    /// <param name="connected">Asked at each connection who looks at its bytes, to the service and from it. Both may look at a time.</param>
    public LoopbackRelay(int upstreamPort, Func<(Look There, Look Back)> connected)
    {
        (_upstreamPort, _connected) = (upstreamPort, connected);
        _listener = new LoopbackListener(ServeAsync);
    }

    /// <summary>Looks at the next bytes of a connection.</summary>
    internal delegate void Look(ReadOnlySpan<byte> bytes);

    /// <summary>Where it listens.</summary>
    public int Port => _listener.Port;

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        using var upstream = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        await upstream.ConnectAsync(IPAddress.Loopback, _upstreamPort, stop);
        (Look there, Look back) = _connected();
        Task[] passing = [PassOnAsync(client.GetStream(), upstream.GetStream(), there, stop), PassOnAsync(upstream.GetStream(), client.GetStream(), back, stop)];
        // Where one side closes, so does the other: neither half-closes its connections.
        await Task.WhenAny(passing);
        client.Close();
        upstream.Close();
        await Task.WhenAll(passing);
    }

    private static async Task PassOnAsync(NetworkStream from, NetworkStream to, Look look, CancellationToken stop)
    {
        byte[] buffer = new byte[BufferBytes];
        for (int read; (read = await from.ReadAsync(buffer, stop)) > 0;)
        {
            look(buffer.AsSpan(0, read));
            await to.WriteAsync(buffer.AsMemory(0, read), stop);
        }
    }
}
