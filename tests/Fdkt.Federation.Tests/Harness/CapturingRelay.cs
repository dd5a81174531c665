using System.Net;
using System.Net.Sockets;

namespace Fdkt.Federation.Tests.Harness;

/// <summary>Passes connections on to a service of this machine, and keeps what goes over them.</summary>
internal sealed class CapturingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _upstreamPort;
    private readonly Capture _capture;
    private readonly Task _accepting;

    /// <summary>Starts it.</summary>
    /// <param name="upstreamPort">Where the service will listen.</param>
    /// <param name="capture">Takes all bytes.</param>
    public CapturingRelay(int upstreamPort, Capture capture)
    {
        (_upstreamPort, _capture) = (upstreamPort, capture);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

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
            for (int connection = 1; ; connection++)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), $"broker connection {connection}"));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(TcpClient client, string name)
    {
        using (client)
        using (var service = new TcpClient())
        {
            try
            {
                await service.ConnectAsync(IPAddress.Loopback, _upstreamPort, _stop.Token);
                await Task.WhenAny(PassAsync(client, service, $"{name}, to it"), PassAsync(service, client, $"{name}, from it"));
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
            {
                // The service is not there now: the client tries again.
            }
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to, string line)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _stop.Token) is var read and > 0)
            {
                _capture.Add(line, buffer.AsSpan(0, read));
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One end is gone: so is the line.
        }
    }
}
