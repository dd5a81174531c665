using Azure.Messaging.ServiceBus;
using Fdkt.Contracts.Messaging;

namespace Fdkt.Transport.Jobs.ServiceBus;

/// <summary>Takes messages of one queue. A receive that is cancelled may leave a message locked: it comes again when the lock ends.</summary>
internal sealed class ServiceBusJobReceiver(QueueName queue, ServiceBusReceiver receiver) : IJobReceiver
{
    /// <summary>The SDK takes no wait of zero; within this a message that is there arrives.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    public async Task<IReceivedMessage?> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            ServiceBusReceivedMessage? message = await receiver.ReceiveMessageAsync(wait > ShortestWait ? wait : ShortestWait, cancellationToken).ConfigureAwait(false);
            return message is null ? null : new ServiceBusJobMessage(message, new ReceiverSettlement(receiver));
        }
        catch (Exception error) when (ServiceBusMessages.IsUnavailable(error))
        {
            throw new QueueUnavailableException(queue, error);
        }
    }

    public ValueTask DisposeAsync() => receiver.DisposeAsync();
}
