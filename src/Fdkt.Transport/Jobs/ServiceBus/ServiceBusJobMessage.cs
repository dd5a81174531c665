using Azure.Messaging.ServiceBus;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Messaging;

namespace Fdkt.Transport.Jobs.ServiceBus;

/// <summary>A locked message of Service Bus.</summary>
/// <param name="message">The message.</param>
/// <param name="settlement">Settles it.</param>
public sealed class ServiceBusJobMessage(ServiceBusReceivedMessage message, IMessageSettlement settlement) : IReceivedMessage
{
    /// <summary>Longest description that the broker keeps.</summary>
    private const int MaximumDescription = 4096;

    /// <inheritdoc/>
    public string Id => message.MessageId ?? string.Empty;

    /// <inheritdoc/>
    public string Subject => message.Subject ?? string.Empty;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Body => message.Body.ToMemory();

    /// <inheritdoc/>
    public string? TraceParent => ServiceBusMessages.Trace(message);

    /// <inheritdoc/>
    public DateTimeOffset? EnqueuedAt => message.EnqueuedTime;

    /// <inheritdoc/>
    public int Deliveries => message.DeliveryCount;

    /// <inheritdoc/>
    public DateTimeOffset? LockedUntil => message.LockedUntil;

    /// <inheritdoc/>
    public Task CompleteAsync(CancellationToken cancellationToken) => SettleAsync(() => settlement.CompleteAsync(message, cancellationToken));

    /// <inheritdoc/>
    public Task AbandonAsync(CancellationToken cancellationToken) => SettleAsync(() => settlement.AbandonAsync(message, cancellationToken));

    /// <inheritdoc/>
    public Task DeadLetterAsync(ReasonCode reason, string description, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(description);
        string kept = description.Length > MaximumDescription ? description[..MaximumDescription] : description;
        return SettleAsync(() => settlement.DeadLetterAsync(message, ReasonNames.Of(reason), kept, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task RenewLockAsync(CancellationToken cancellationToken)
    {
        try
        {
            await settlement.RenewLockAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceBusException error) when (error.Reason == ServiceBusFailureReason.MessageLockLost)
        {
            throw new LockLostException(Id, error);
        }
    }

    /// <summary>A lost lock is no fault of settling: the message comes again, as the port says.</summary>
    private static async Task SettleAsync(Func<Task> settle)
    {
        try
        {
            await settle().ConfigureAwait(false);
        }
        catch (ServiceBusException error) when (error.Reason == ServiceBusFailureReason.MessageLockLost)
        {
            // Delivered again, or about to be.
        }
    }
}
