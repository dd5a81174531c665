using Fdkt.Contracts.Messaging;

namespace Fdkt.GpuJobs.Tests.Worker;

/// <summary>A queue whose first receives fail.</summary>
internal sealed class FlakyQueue(IJobQueue inner, int failures) : IJobQueue
{
    private int _left = failures;

    public Task SendAsync(QueueName queue, QueueMessage message, CancellationToken cancellationToken) => inner.SendAsync(queue, message, cancellationToken);

    public IJobReceiver CreateReceiver(QueueName queue) => new Receiver(this, inner.CreateReceiver(queue), queue);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Receiver(FlakyQueue owner, IJobReceiver receiver, QueueName queue) : IJobReceiver
    {
        public Task<IReceivedMessage?> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken) =>
            owner._left-- > 0 ? throw new QueueUnavailableException(queue) : receiver.ReceiveAsync(wait, cancellationToken);

        public ValueTask DisposeAsync() => receiver.DisposeAsync();
    }
}
