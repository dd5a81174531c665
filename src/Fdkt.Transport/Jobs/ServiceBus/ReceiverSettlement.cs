using Azure.Messaging.ServiceBus;

namespace Fdkt.Transport.Jobs.ServiceBus;

/// <summary>Settles with the receiver that took the message.</summary>
internal sealed class ReceiverSettlement(ServiceBusReceiver receiver) : IMessageSettlement
{
    public Task CompleteAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) => receiver.CompleteMessageAsync(message, cancellationToken);

    public Task AbandonAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) => receiver.AbandonMessageAsync(message, cancellationToken: cancellationToken);

    public Task DeadLetterAsync(ServiceBusReceivedMessage message, string reason, string description, CancellationToken cancellationToken) =>
        receiver.DeadLetterMessageAsync(message, reason, description, cancellationToken);

    public Task RenewLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) => receiver.RenewMessageLockAsync(message, cancellationToken);
}
