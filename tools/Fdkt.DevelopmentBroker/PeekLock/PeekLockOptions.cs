namespace Fdkt.DevelopmentBroker.PeekLock;

/// <summary>Settings of a queue with peek-lock. The defaults are those of a new Service Bus queue, but for the lock, which there is one minute.</summary>
/// <param name="LockDuration">How long a delivered message stays hidden, above zero; default 30 s.</param>
/// <param name="MaximumDeliveries">After so many deliveries without an end a message becomes a dead letter, at least 1; default 10.</param>
/// <param name="DuplicateWindow">For how long a message id is remembered; zero for no detection of duplicates; default 10 min.</param>
public sealed record PeekLockOptions(TimeSpan LockDuration, int MaximumDeliveries, TimeSpan DuplicateWindow)
{
    /// <summary>The defaults.</summary>
    public PeekLockOptions()
        : this(TimeSpan.FromSeconds(30), 10, TimeSpan.FromMinutes(10))
    {
    }

    /// <summary>How long a delivered message stays hidden.</summary>
    public TimeSpan LockDuration { get; init; } = LockDuration > TimeSpan.Zero
        ? LockDuration : throw new ArgumentOutOfRangeException(nameof(LockDuration), LockDuration, "A lock lasts longer than nothing.");

    /// <summary>The delivery limit.</summary>
    public int MaximumDeliveries { get; init; } = MaximumDeliveries >= 1
        ? MaximumDeliveries : throw new ArgumentOutOfRangeException(nameof(MaximumDeliveries), MaximumDeliveries, "A message is delivered at least once.");

    /// <summary>For how long a message id is remembered.</summary>
    public TimeSpan DuplicateWindow { get; init; } = DuplicateWindow >= TimeSpan.Zero
        ? DuplicateWindow : throw new ArgumentOutOfRangeException(nameof(DuplicateWindow), DuplicateWindow, "A window is not negative.");
}
