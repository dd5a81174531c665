using Azure.Messaging.ServiceBus;
using Fdkt.Transport.Jobs.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Fdkt.Orchestrator.Azure;

/// <summary>Settles a message through the host that took it.</summary>
internal sealed class TriggerSettlement(ServiceBusMessageActions actions) : IMessageSettlement
{
    /// <inheritdoc/>
    public Task CompleteAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) => actions.CompleteMessageAsync(message, cancellationToken);

    /// <inheritdoc/>
    public Task AbandonAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) => actions.AbandonMessageAsync(message, cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public Task DeadLetterAsync(ServiceBusReceivedMessage message, string reason, string description, CancellationToken cancellationToken) =>
        actions.DeadLetterMessageAsync(message, deadLetterReason: reason, deadLetterErrorDescription: description, cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public Task RenewLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) => actions.RenewMessageLockAsync(message, cancellationToken);
}
