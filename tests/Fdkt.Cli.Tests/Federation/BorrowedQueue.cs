using Fdkt.Contracts.Messaging;

namespace Fdkt.Cli.Tests.Federation;

/// <summary>A queue that stays open when a command has ended.</summary>
internal sealed class BorrowedQueue(IJobQueue queue) : IJobQueue
{
    public Task SendAsync(QueueName name, QueueMessage message, CancellationToken cancellationToken) => queue.SendAsync(name, message, cancellationToken);

    public IJobReceiver CreateReceiver(QueueName name) => queue.CreateReceiver(name);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
