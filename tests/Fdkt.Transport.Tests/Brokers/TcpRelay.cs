using System.Net;
using System.Net.Sockets;

namespace Fdkt.Transport.Tests.Brokers;

/// <summary>Passes connections on to a port and can cut them: the network between client and broker.</summary>
internal sealed class TcpRelay : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<Socket> sockets = [];
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int target;

    public TcpRelay(int target)
    {
        this.target = target;
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Cut()
    {
        Socket[] cut;
        lock (gate)
        {
            cut = [.. sockets];
            sockets.Clear();
        }

        foreach (Socket socket in cut)
        {
            socket.Close(timeout: 0);
        }
    }

    public void Dispose()
    {
        listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await listener.AcceptSocketAsync());
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The relay was disposed.
        }
    }

    private async Task PassAsync(Socket near)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        lock (gate)
        {
            sockets.AddRange([near, far]);
        }

        try
        {
            await far.ConnectAsync(IPAddress.Loopback, target);
            await using var nearStream = new NetworkStream(near, ownsSocket: true);
            await using var farStream = new NetworkStream(far);
            await Task.WhenAny(nearStream.CopyToAsync(farStream), farStream.CopyToAsync(nearStream));
        }
        catch (Exception cut) when (cut is IOException or SocketException or ObjectDisposedException)
        {
            near.Close(timeout: 0);
        }
    }
}
