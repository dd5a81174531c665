using Fdkt.Contracts.Messaging;

namespace Fdkt.Cli.Telemetry;

/// <summary>Tells the health of a service when its broker was heard of. Not the owner of the queue.</summary>
internal sealed class WatchedJobQueue(IJobQueue inner, ServiceHealth health) : IJobQueue
{
    public async Task SendAsync(QueueName queue, QueueMessage message, CancellationToken cancellationToken)
    {
        await inner.SendAsync(queue, message, cancellationToken).ConfigureAwait(false);
        health.Reached();
    }

    public IJobReceiver CreateReceiver(QueueName queue) => new WatchedReceiver(inner.CreateReceiver(queue), health);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class WatchedReceiver(IJobReceiver receiver, ServiceHealth health) : IJobReceiver
    {
        public async Task<IReceivedMessage?> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken)
        {
            long faults = health.Faults;
            IReceivedMessage? message = await receiver.ReceiveAsync(wait, cancellationToken).ConfigureAwait(false);
            if (message is not null || health.Faults == faults)
            {
                health.Reached();
            }

            return message;
        }

        public ValueTask DisposeAsync() => receiver.DisposeAsync();
    }
}
