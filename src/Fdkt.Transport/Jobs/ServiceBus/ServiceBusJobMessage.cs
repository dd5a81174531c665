using Azure.Messaging.ServiceBus;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Polly;

namespace Fdkt.Transport.Jobs.ServiceBus;

/// <summary>A locked message of Service Bus.</summary>
/// <param name="message">The message.</param>
/// <param name="receiver">Took it, and settles it.</param>
/// <param name="retry">Tries again what a broken connection kept from being said.</param>
internal sealed class ServiceBusJobMessage(ServiceBusReceivedMessage message, ServiceBusReceiver receiver, ResiliencePipeline retry) : IReceivedMessage
{
    /// <summary>Longest description that the broker keeps.</summary>
    private const int MaximumDescription = 4096;

    public string Id => message.MessageId ?? string.Empty;

    public string Subject => message.Subject ?? string.Empty;

    public ReadOnlyMemory<byte> Body => message.Body.ToMemory();

    public string? TraceParent => ServiceBusMessages.Trace(message);

    public DateTimeOffset? EnqueuedAt => message.EnqueuedTime;

    public int Deliveries => message.DeliveryCount;

    public DateTimeOffset? LockedUntil => message.LockedUntil;

    public Task CompleteAsync(CancellationToken cancellationToken) => SettleAsync(stop => receiver.CompleteMessageAsync(message, stop), cancellationToken);

    public Task AbandonAsync(CancellationToken cancellationToken) => SettleAsync(stop => receiver.AbandonMessageAsync(message, cancellationToken: stop), cancellationToken);

    public Task DeadLetterAsync(ReasonCode reason, string description, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(description);
        string kept = description.Length > MaximumDescription ? description[..MaximumDescription] : description;
        return SettleAsync(stop => receiver.DeadLetterMessageAsync(message, EnumNames.Of(reason), kept, stop), cancellationToken);
    }

    public async Task RenewLockAsync(CancellationToken cancellationToken)
    {
        try
        {
            await retry.ExecuteAsync(async stop => await receiver.RenewMessageLockAsync(message, stop).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceBusException error) when (error.Reason == ServiceBusFailureReason.MessageLockLost)
        {
            throw new LockLostException(Id, error);
        }
    }

    /// <summary>A lost lock is no fault of settling: the message comes again, as the port says.</summary>
    private async Task SettleAsync(Func<CancellationToken, Task> settle, CancellationToken cancellationToken)
    {
        try
        {
            await retry.ExecuteAsync(async stop => await settle(stop).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceBusException error) when (error.Reason == ServiceBusFailureReason.MessageLockLost)
        {
            // Delivered again, or about to be.
        }
    }
}
