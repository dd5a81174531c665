using System.Collections.Concurrent;
using Fdkt.Contracts.Messaging;
using Fdkt.Transport.Jobs.PeekLock;

namespace Fdkt.Transport.Jobs.Memory;

/// <summary>Queues with peek-lock in the memory of one process: for runs in one process and for tests. Queues come into being on first use. Thread-safe.</summary>
/// <param name="options">Settings of every queue.</param>
/// <param name="clock">The clock.</param>
public sealed class MemoryJobQueue(PeekLockOptions options, TimeProvider clock) : IJobQueue, IDeadLetterReader
{
    private readonly ConcurrentDictionary<QueueName, Lazy<PeekLockQueue<QueueMessage>>> queues = new();
    private readonly CancellationTokenSource ended = new();

    /// <inheritdoc/>
    public Task SendAsync(QueueName queue, QueueMessage message, CancellationToken cancellationToken)
    {
        MessageSize.Check(queue, message);
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(ended.IsCancellationRequested, this);

        // The sender may use its buffer again.
        Queue(queue).Add(message.Id, message with { Body = message.Body.ToArray() });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IJobReceiver CreateReceiver(QueueName queue)
    {
        ObjectDisposedException.ThrowIf(ended.IsCancellationRequested, this);
        return new MemoryJobReceiver(Queue(queue), clock, ended.Token);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(QueueName queue, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DeadLetter>>(
        [
            .. Queue(queue).DeadLetters!.Peek().Select(dead => new DeadLetter(
                dead.Id, dead.Content.Subject, dead.Content.Body, dead.Death!.Reason, dead.Death.Description)),
        ]);

    /// <summary>Messages in a queue, locked ones included, dead letters not.</summary>
    /// <param name="queue">The queue.</param>
    public int Count(QueueName queue) => Queue(queue).Count;

    /// <summary>Ends all waiting.</summary>
    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync().ConfigureAwait(false);
        foreach (Lazy<PeekLockQueue<QueueMessage>> queue in queues.Values)
        {
            queue.Value.Dispose();
        }
    }

    private PeekLockQueue<QueueMessage> Queue(QueueName name) =>
        queues.GetOrAdd(name, _ => new Lazy<PeekLockQueue<QueueMessage>>(() => new PeekLockQueue<QueueMessage>(options, clock))).Value;
}
