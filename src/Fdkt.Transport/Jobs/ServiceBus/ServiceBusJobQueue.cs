using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Fdkt.Contracts.Messaging;

namespace Fdkt.Transport.Jobs.ServiceBus;

/// <summary>Job queues on Azure Service Bus through its own SDK, which retries, reconnects and renews tokens. Thread-safe.</summary>
/// <param name="client">The namespace. Disposed with the queue.</param>
public sealed class ServiceBusJobQueue(ServiceBusClient client) : IJobQueue
{
    private readonly ConcurrentDictionary<QueueName, ServiceBusSender> _senders = new();

    /// <inheritdoc/>
    public async Task SendAsync(QueueName queue, QueueMessage message, CancellationToken cancellationToken)
    {
        MessageSize.Check(queue, message);
        try
        {
            ServiceBusSender sender = _senders.GetOrAdd(queue, name => client.CreateSender(name.Value));
            await sender.SendMessageAsync(ServiceBusMessages.Encode(message), cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceBusException error) when (error.Reason == ServiceBusFailureReason.MessageSizeExceeded)
        {
            throw MessageSize.TooLarge(queue, message, "the broker refuses it", error);
        }
        catch (Exception error) when (ServiceBusMessages.IsUnavailable(error))
        {
            throw new QueueUnavailableException(queue, error);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Nothing is fetched ahead: a job that waits in one worker's memory is locked for all others.</remarks>
    public IJobReceiver CreateReceiver(QueueName queue) =>
        new ServiceBusJobReceiver(queue, client.CreateReceiver(queue.Value, new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.PeekLock, PrefetchCount = 0 }));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => client.DisposeAsync();
}
