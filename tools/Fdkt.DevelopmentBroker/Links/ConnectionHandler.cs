using System.Net.Sockets;
using Amqp.Handler;

namespace Fdkt.DevelopmentBroker.Links;

/// <summary>Gives deliveries their lock's token as tag, and knows the sockets, to cut them. Thread-safe.</summary>
internal sealed class ConnectionHandler : IHandler
{
    private readonly Lock gate = new();
    private readonly List<Socket> sockets = [];

    public bool CanHandle(EventId id) => id is EventId.SendDelivery or EventId.SocketAccept;

    public void Handle(Event protocolEvent)
    {
        switch (protocolEvent.Context)
        {
            case IDelivery { Message: LockedMessage message } delivery:
                delivery.Tag = message.Token.ToByteArray();
                break;
            case Socket socket:
                lock (gate)
                {
                    sockets.RemoveAll(known => !known.Connected);
                    sockets.Add(socket);
                }

                break;
        }
    }

    /// <summary>Cuts all connections without a word, as a network does.</summary>
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
            // No linger: the peer sees a reset.
            socket.Close(timeout: 0);
        }
    }
}
