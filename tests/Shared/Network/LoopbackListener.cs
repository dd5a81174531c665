using System.Net;
using System.Net.Sockets;

namespace Fdkt.Tests.Network;

/// <summary>Takes connections on a port of this machine that it finds itself, until it is disposed.</summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<TcpClient, CancellationToken, Task> _serve;
    private readonly Task _accepting;

    /// <summary>Starts it.</summary>
    /// <param name="serve">Serves a connection, which is disposed after it. A connection that is gone, and being stopped, may end it with an exception.</param>
    public LoopbackListener(Func<TcpClient, CancellationToken, Task> serve)
    {
        _serve = serve;
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
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
                serving.RemoveAll(task => task.IsCompleted);
            }
        }
        catch (Exception over) when (IsOver(over))
        {
            // Asked to stop.
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await _serve(client, _stop.Token);
            }
            catch (Exception gone) when (gone is IOException || IsOver(gone))
            {
                // The other end is gone, or this one is asked to stop.
            }
        }
    }

    private static bool IsOver(Exception error) => error is OperationCanceledException or SocketException or ObjectDisposedException;
}
