using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Messaging;
using Fdkt.Transport.Jobs.PeekLock;

namespace Fdkt.Transport.Jobs.Memory;

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
        queue.Bury(taken.Token, new Death(ReasonNames.Of(reason), description));
        return Task.CompletedTask;
    }

    public Task RenewLockAsync(CancellationToken cancellationToken)
    {
        LockedUntil = queue.Renew(taken.Token) ?? throw new LockLostException(Id);
        return Task.CompletedTask;
    }
}
