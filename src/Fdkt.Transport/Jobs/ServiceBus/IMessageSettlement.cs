using Azure.Messaging.ServiceBus;

namespace Fdkt.Transport.Jobs.ServiceBus;

/// <summary>How a locked message is settled: by the receiver that took it, or by the host of a trigger.</summary>
public interface IMessageSettlement
{
    /// <summary>Ends the message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task CompleteAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken);

    /// <summary>Gives the message back.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task AbandonAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken);

    /// <summary>Moves the message to the dead-letter queue.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reason">Why.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task DeadLetterAsync(ServiceBusReceivedMessage message, string reason, string description, CancellationToken cancellationToken);

    /// <summary>Renews the lock.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task RenewLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken);
}
