using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Messaging;

namespace Fdkt.GpuJobs.Tests.Worker;

/// <summary>A message whose lock is lost when it is to be renewed.</summary>
internal sealed class LostMessage(byte[] body, DateTimeOffset lockedUntil) : IReceivedMessage
{
    public bool Settled { get; private set; }

    public string Id => "lost";

    public string Subject => string.Empty;

    public ReadOnlyMemory<byte> Body => body;

    public string? TraceParent => null;

    public DateTimeOffset? EnqueuedAt => null;

    public int Deliveries => 1;

    public DateTimeOffset? LockedUntil => lockedUntil;

    public Task CompleteAsync(CancellationToken cancellationToken) => Settle();

    public Task AbandonAsync(CancellationToken cancellationToken) => Settle();

    public Task DeadLetterAsync(ReasonCode reason, string description, CancellationToken cancellationToken) => Settle();

    public Task RenewLockAsync(CancellationToken cancellationToken) => throw new LockLostException(Id);

    private Task Settle()
    {
        Settled = true;
        return Task.CompletedTask;
    }
}
