namespace Fdkt.Contracts.Messaging;

/// <summary>Queues with peek-lock: at least once, in no order. Thread-safe.</summary>
public interface IJobQueue : IAsyncDisposable
{
    /// <summary>Sends a message; returns when the broker has it.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops waiting; the message may still arrive.</param>
    /// <exception cref="Federation.RefusedException">The message is too large.</exception>
    /// <exception cref="QueueUnavailableException">The broker did not take it within the retries.</exception>
    Task SendAsync(QueueName queue, QueueMessage message, CancellationToken cancellationToken);

    /// <summary>Opens a receiver. It reconnects on its own, with back-off.</summary>
    /// <param name="queue">The queue.</param>
    IJobReceiver CreateReceiver(QueueName queue);
}
