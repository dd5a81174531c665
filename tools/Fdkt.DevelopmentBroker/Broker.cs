using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Fdkt.Contracts.Messaging;
using Fdkt.DevelopmentBroker.Links;
using Fdkt.DevelopmentBroker.Nodes;
using Fdkt.DevelopmentBroker.Storage;

namespace Fdkt.DevelopmentBroker;

/// <summary>A broker for one machine, in the way of Service Bus: for emulation and tests, and for nothing else.</summary>
internal sealed class Broker : IDisposable
{
    private const int OpenAttempts = 10;

    private readonly ConnectionHandler connections = new();
    private readonly ConcurrentDictionary<string, Lazy<string>> nodes = new(StringComparer.Ordinal);
    private readonly ContainerHost host;
    private readonly BrokerQueues queues;
    private readonly BodyRecord? record;
    private readonly CountsFile? counts;
    private readonly ITimer? cuts;

    private Broker(ContainerHost host, BrokerOptions options, TimeProvider clock)
    {
        this.host = host;
        queues = new BrokerQueues(options, clock, options.StoreFolder is { } folder ? new MessageStore(folder) : null);
        record = options.RecordFile is { } path ? new BodyRecord(path) : null;

        var tokens = new TokenNode(options.TokenCheck);
        host.RegisterRequestProcessor(AmqpNames.TokenNode, tokens);
        host.RegisterLinkProcessor(new QueueLinks(queues, tokens, options, clock, record));
        host.AddressResolver = (_, attach) => ManagementAddress(attach);

        counts = options.CountsFile is { } file ? new CountsFile(file, queues, clock) : null;
        cuts = options.Faults.CutEvery > TimeSpan.Zero ? clock.CreateTimer(_ => connections.Cut(), null, options.Faults.CutEvery, options.Faults.CutEvery) : null;
    }

    /// <summary>The port that it listens on.</summary>
    public int Port { get; private init; }

    /// <summary>Messages and dead letters by queue.</summary>
    public IEnumerable<(QueueName Name, int Messages, int DeadLetters)> Counts => queues.Counts;

    /// <summary>Starts to listen.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="clock">The clock of locks and faults.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static Broker Open(BrokerOptions options, TimeProvider clock)
    {
        for (int attempt = 1; ; attempt++)
        {
            // The library keeps its listening socket to itself, so a free port is looked for before. Another process may be faster.
            int port = options.Port > 0 ? options.Port : FreePort(options.Host);
            try
            {
                ContainerHost host = Listen(options, port, out ConnectionListener listener);
                var broker = new Broker(host, options, clock) { Port = port };
                listener.HandlerFactory = _ => broker.connections;
                host.Open();
                return broker;
            }
            catch (SocketException) when (options.Port == 0 && attempt < OpenAttempts)
            {
                // Another one.
            }
        }
    }

    /// <summary>Cuts all connections without a word, as a network does.</summary>
    public void Cut() => connections.Cut();

    /// <summary>Stops.</summary>
    public void Dispose()
    {
        cuts?.Dispose();
        host.Close();
        connections.Cut();
        counts?.Dispose();
        queues.Dispose();
        record?.Dispose();
    }

    private static ContainerHost Listen(BrokerOptions options, int port, out ConnectionListener listener)
    {
        var host = new ContainerHost(new Address(options.Host, port, null, null, "/", "amqp"));
        listener = host.Listeners[0];
        listener.AMQP.MaxFrameSize = options.FrameBytes;
        listener.SASL.EnableAnonymousMechanism = true;
        listener.SASL.EnableMechanism(CbsSaslProfile.MechanismName, new CbsSaslProfile());
        return host;
    }

    /// <summary>The node of a queue's management, made when it is first asked for; null for another address.</summary>
    private string? ManagementAddress(Attach attach)
    {
        string? address = (attach.Role ? (attach.Source as Source)?.Address : (attach.Target as Target)?.Address)?.TrimStart('/').ToLowerInvariant();
        if (address is null || !address.EndsWith(AmqpNames.ManagementSuffix, StringComparison.Ordinal))
        {
            return null;
        }

        return nodes.GetOrAdd(address, name => new Lazy<string>(() =>
        {
            host.RegisterRequestProcessor(name, new ManagementNode(queues, name[..^AmqpNames.ManagementSuffix.Length]));
            return name;
        })).Value;
    }

    private static int FreePort(string host)
    {
        using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Parse(host), 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
