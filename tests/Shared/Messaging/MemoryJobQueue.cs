using System.Collections.Concurrent;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Fdkt.DevelopmentBroker.PeekLock;

namespace Fdkt.Tests.Messaging;

/// <summary>Queues with peek-lock in the memory of one process: made of the development broker's queues. Queues come into being on first use. Thread-safe.</summary>
/// <param name="options">Settings of every queue.</param>
/// <param name="clock">The clock.</param>
internal sealed class MemoryJobQueue(PeekLockOptions options, TimeProvider clock) : IJobQueue, IDeadLetterReader
{
    private readonly ConcurrentDictionary<QueueName, Lazy<PeekLockQueue<QueueMessage>>> queues = new();
    private readonly CancellationTokenSource ended = new();

    public Task SendAsync(QueueName queue, QueueMessage message, CancellationToken cancellationToken)
    {
        if (message.Body.Length > QueueMessage.MaximumBytes)
        {
            throw new RefusedException(ReasonCode.MessageTooLarge, $"A message of {message.Body.Length} bytes for queue {queue} is too large.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(ended.IsCancellationRequested, this);

        // The sender may use its buffer again.
        Queue(queue).Add(message.Id, message with { Body = message.Body.ToArray() });
        return Task.CompletedTask;
    }

    public IJobReceiver CreateReceiver(QueueName queue)
    {
        ObjectDisposedException.ThrowIf(ended.IsCancellationRequested, this);
        return new MemoryJobReceiver(Queue(queue), clock, ended.Token);
    }

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

/// <summary>Takes messages of one queue in memory. Nothing is fetched ahead, so there is nothing to give back.</summary>
internal sealed class MemoryJobReceiver(PeekLockQueue<QueueMessage> queue, TimeProvider clock, CancellationToken queueEnded) : IJobReceiver
{
    private readonly CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(queueEnded);

    public async Task<IReceivedMessage?> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(ended.IsCancellationRequested, this);
        using var deadline = new CancellationTokenSource(wait, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ended.Token, cancellationToken);
        try
        {
            return new MemoryReceivedMessage(queue, await queue.TakeAsync(stop.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync().ConfigureAwait(false);
        ended.Dispose();
    }
}

/// <summary>A locked message of a queue in memory. Settling a lost lock does nothing, as with a broker.</summary>
internal sealed class MemoryReceivedMessage(PeekLockQueue<QueueMessage> queue, PeekLocked<QueueMessage> taken) : IReceivedMessage
{
    public string Id => taken.Id;

    public string Subject => taken.Content.Subject;

    public ReadOnlyMemory<byte> Body => taken.Content.Body;

    public string? TraceParent => taken.Content.TraceParent;

    public DateTimeOffset? EnqueuedAt => null;

    public int Deliveries => taken.Deliveries;

    public DateTimeOffset? LockedUntil { get; private set; } = taken.LockedUntil;

    public Task CompleteAsync(CancellationToken cancellationToken)
    {
        queue.Complete(taken.Token);
        return Task.CompletedTask;
    }

    public Task AbandonAsync(CancellationToken cancellationToken)
    {
        queue.Abandon(taken.Token);
        return Task.CompletedTask;
    }

    public Task DeadLetterAsync(ReasonCode reason, string description, CancellationToken cancellationToken)
    {
        queue.Bury(taken.Token, new Death(EnumNames.Of(reason), description));
        return Task.CompletedTask;
    }

    public Task RenewLockAsync(CancellationToken cancellationToken)
    {
        LockedUntil = queue.Renew(taken.Token) ?? throw new LockLostException(Id);
        return Task.CompletedTask;
    }
}
