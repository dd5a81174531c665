using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Fdkt.Transport.Tests.Brokers;

/// <summary>Passes connections on to a port, and can cut them or hold back what the broker says: the network between client and broker.</summary>
internal sealed class TcpRelay : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<Socket> sockets = [];
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int target;
    private readonly TaskCompletionSource caught = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? held;
    private TaskCompletionSource? heard;
    private byte[] awaited = [];

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

    /// <summary>Holds back what the broker says from now on.</summary>
    /// <param name="words">A part of it.</param>
    /// <returns>Ends when those words are held back. They must come in one piece.</returns>
    public Task Hold(string words)
    {
        awaited = Encoding.UTF8.GetBytes(words);
        held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return caught.Task;
    }

    /// <summary>Passes on what was held back.</summary>
    public void Release()
    {
        TaskCompletionSource? hold = held;
        held = null;
        hold?.SetResult();
    }

    /// <summary>Ends when the client next says something.</summary>
    public Task ClientSpeaksAsync()
    {
        heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return heard.Task;
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
            await Task.WhenAny(
                CopyAsync(nearStream, farStream, Said),
                CopyAsync(farStream, nearStream, Answered));
        }
        catch (Exception cut) when (cut is IOException or SocketException or ObjectDisposedException)
        {
            near.Close(timeout: 0);
        }
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, Func<ReadOnlyMemory<byte>, Task> before)
    {
        byte[] buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer) is > 0 and int read)
        {
            await before(buffer.AsMemory(0, read));
            await to.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private Task Said(ReadOnlyMemory<byte> words)
    {
        heard?.TrySetResult();
        return Task.CompletedTask;
    }

    private Task Answered(ReadOnlyMemory<byte> words)
    {
        if (held is not { } hold)
        {
            return Task.CompletedTask;
        }

        if (words.Span.IndexOf(awaited) >= 0)
        {
            caught.TrySetResult();
        }

        return hold.Task;
    }
}
