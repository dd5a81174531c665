using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Messaging;

/// <summary>
/// A locked message. A broker does not acknowledge settlement: after a lost lock <see cref="CompleteAsync"/> may do nothing, and the message comes
/// again. So whoever handles it is idempotent and fences its result elsewhere.
/// </summary>
public interface IReceivedMessage
{
    /// <summary>The sender's id.</summary>
    string Id { get; }

    /// <summary>The sender's subject; empty where there is none.</summary>
    string Subject { get; }

    /// <summary>The body: from outside, not yet checked, possibly larger than a sender may make it.</summary>
    ReadOnlyMemory<byte> Body { get; }

    /// <summary>W3C trace context; null where there is none.</summary>
    string? TraceParent { get; }

    /// <summary>When the broker took it, by the broker's clock; null where the broker does not say.</summary>
    DateTimeOffset? EnqueuedAt { get; }

    /// <summary>How often it was delivered, 1 the first time. Always 1 on brokers that do not count.</summary>
    int Deliveries { get; }

    /// <summary>Until when it is locked; null on brokers whose locks do not end.</summary>
    DateTimeOffset? LockedUntil { get; }

    /// <summary>Ends the message.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task CompleteAsync(CancellationToken cancellationToken);

    /// <summary>Gives the message back at once.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task AbandonAsync(CancellationToken cancellationToken);

    /// <summary>Moves the message to the dead-letter queue.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="description">One sentence for the operator. Never text of a data set.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task DeadLetterAsync(ReasonCode reason, string description, CancellationToken cancellationToken);

    /// <summary>Renews the lock.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="LockLostException">The lock was lost: stop working, the message is another's.</exception>
    Task RenewLockAsync(CancellationToken cancellationToken);
}
