using Amqp.Framing;
using Fdkt.Contracts.Messaging;
using Fdkt.DevelopmentBroker.Faults;
using Fdkt.DevelopmentBroker.Nodes;
using Fdkt.DevelopmentBroker.PeekLock;

namespace Fdkt.DevelopmentBroker;

/// <summary>Settings of the broker.</summary>
internal sealed record BrokerOptions
{
    /// <summary>The limit of a message in the standard tier of Service Bus, headers included.</summary>
    public const int DefaultMessageBytes = 256 * 1024;

    /// <summary>Address to listen on. The broker is for one machine.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Port to listen on; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>Settings of each queue.</summary>
    public PeekLockOptions Queues { get; init; } = new();

    /// <summary>The only queues; empty for any, made on first use.</summary>
    public IReadOnlyList<QueueName> Names { get; init; } = [];

    /// <summary>Largest message.</summary>
    public int MessageBytes { get; init; } = DefaultMessageBytes;

    /// <summary>Largest frame.</summary>
    public int FrameBytes { get; init; } = 64 * 1024;

    /// <summary>Folder that messages are kept in over a restart; null for memory only.</summary>
    public string? StoreFolder { get; init; }

    /// <summary>File that gets a copy of every body ever sent; null for none.</summary>
    public string? RecordFile { get; init; }

    /// <summary>File that gets the number of messages in each queue whenever it changed; null for none.</summary>
    public string? CountsFile { get; init; }

    /// <summary>Faults to make.</summary>
    public BrokerFaults Faults { get; init; } = new();

    /// <summary>Decides about tokens; where set, no address can be used without one. Null takes any token and needs none.</summary>
    public Func<PutToken, bool>? TokenCheck { get; init; }

    /// <summary>Asked at each message that is sent: what the broker says instead of taking it; null takes it.</summary>
    public Func<Error?> Refusal { get; init; } = static () => null;
}
