namespace Fdkt.DevelopmentBroker.PeekLock;

/// <summary>
/// One queue with peek-lock in memory: what the in-memory adapter and the development broker have in common. A message that is delivered is hidden
/// until its lock ends; then it comes again, in its old place. Thread-safe.
/// </summary>
/// <typeparam name="T">What a message holds.</typeparam>
internal sealed class PeekLockQueue<T> : IDisposable
{
    private readonly Lock gate = new();
    private readonly PeekLockOptions options;
    private readonly TimeProvider clock;
    private readonly IPeekLockLog<T>? log;
    private readonly DuplicateFilter duplicates;
    private readonly PriorityQueue<PeekLockEntry<T>, long> ready = new();
    private readonly Dictionary<Guid, PeekLockEntry<T>> locked = [];
    private readonly LinkedList<TaskCompletionSource<PeekLocked<T>>> waiting = [];
    private readonly ITimer expiry;
    private long sequence;

    /// <summary>Makes an empty queue and its queue of dead letters.</summary>
    /// <param name="options">Its settings.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">Hears what changes; null where nobody does.</param>
    /// <param name="deadLog">The same, for dead letters.</param>
    public PeekLockQueue(PeekLockOptions options, TimeProvider clock, IPeekLockLog<T>? log = null, IPeekLockLog<T>? deadLog = null)
        : this(options, clock, log, new PeekLockQueue<T>(options with { MaximumDeliveries = int.MaxValue, DuplicateWindow = TimeSpan.Zero }, clock, deadLog, dead: null))
    {
    }

    private PeekLockQueue(PeekLockOptions options, TimeProvider clock, IPeekLockLog<T>? log, PeekLockQueue<T>? dead)
    {
        this.options = options;
        this.clock = clock;
        this.log = log;
        DeadLetters = dead;
        duplicates = new DuplicateFilter(options.DuplicateWindow, clock);
        expiry = clock.CreateTimer(_ => ReturnExpired(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The dead letters; null where this is their queue.</summary>
    public PeekLockQueue<T>? DeadLetters { get; }

    /// <summary>Messages that are in the queue, locked ones included.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return ready.Count + locked.Count;
            }
        }
    }

    /// <summary>Adds a message.</summary>
    /// <param name="id">The sender's id; empty is never a duplicate.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="behind">So many messages that come later may overtake it.</param>
    /// <param name="twice">Whether a duplicate is let through.</param>
    /// <returns>Whether it was added; a duplicate is not.</returns>
    public bool Add(string id, T content, int behind = 0, bool twice = false)
    {
        lock (gate)
        {
            if (!twice && id.Length > 0 && !duplicates.IsNew(id))
            {
                return false;
            }

            Add(new PeekLockEntry<T>(++sequence, id, content, null) { Order = sequence + behind });
            return true;
        }
    }

    /// <summary>Puts a message back that a log held; the log does not hear of it.</summary>
    public void Restore(long place, string id, T content, Death? death)
    {
        lock (gate)
        {
            sequence = Math.Max(sequence, place);
            _ = id.Length == 0 || duplicates.IsNew(id);
            Offer(new PeekLockEntry<T>(place, id, content, death));
        }
    }

    /// <summary>Takes the next message and locks it, or waits for one.</summary>
    /// <param name="cancellationToken">Stops waiting; a message that is there is taken nevertheless.</param>
    public async Task<PeekLocked<T>> TakeAsync(CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource<PeekLocked<T>>> waiter;
        lock (gate)
        {
            if (ready.TryDequeue(out PeekLockEntry<T>? next, out _))
            {
                return Lock(next);
            }

            waiter = waiting.AddLast(new TaskCompletionSource<PeekLocked<T>>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        using CancellationTokenRegistration registration = cancellationToken.Register(() => Forget(waiter, cancellationToken));
        return await waiter.Value.Task.ConfigureAwait(false);
    }

    /// <summary>Ends a message.</summary>
    /// <param name="token">Its lock.</param>
    /// <returns>Whether the lock was still held.</returns>
    public bool Complete(Guid token) => Settle(token, entry => log?.Removed(entry.Sequence));

    /// <summary>Gives a message back.</summary>
    /// <param name="token">Its lock.</param>
    /// <returns>Whether the lock was still held.</returns>
    public bool Abandon(Guid token) => Settle(token, Return);

    /// <summary>Undoes a delivery that did not take place; it is not counted.</summary>
    /// <param name="token">Its lock.</param>
    public void PutBack(Guid token) => Settle(token, entry =>
    {
        entry.Unlock();
        Offer(entry);
    });

    /// <summary>Makes a message a dead letter. A dead letter stays one and is given back.</summary>
    /// <param name="token">Its lock.</param>
    /// <param name="death">Why.</param>
    /// <returns>Whether the lock was still held.</returns>
    public bool Bury(Guid token, Death death) => Settle(token, entry => Bury(entry, death));

    /// <summary>Renews a lock.</summary>
    /// <param name="token">The lock.</param>
    /// <returns>Until when it holds now; null where it was lost.</returns>
    public DateTimeOffset? Renew(Guid token)
    {
        lock (gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            if (!locked.TryGetValue(token, out PeekLockEntry<T>? entry) || entry.LockedUntil <= now)
            {
                return null;
            }

            entry.LockedUntil = now + options.LockDuration;
            ScheduleExpiry();
            return entry.LockedUntil;
        }
    }

    /// <summary>All messages, in order, without taking any.</summary>
    public IReadOnlyList<PeekLocked<T>> Peek()
    {
        lock (gate)
        {
            return [.. ready.UnorderedItems.Select(item => item.Element).Concat(locked.Values).OrderBy(entry => entry.Sequence).Select(entry => entry.Seen())];
        }
    }

    /// <summary>Stops the timer. Who waits goes on waiting until cancelled.</summary>
    public void Dispose()
    {
        expiry.Dispose();
        DeadLetters?.Dispose();
    }

    private bool Settle(Guid token, Action<PeekLockEntry<T>> then)
    {
        lock (gate)
        {
            // A lock that ended counts as lost even where the timer is late.
            if (!locked.TryGetValue(token, out PeekLockEntry<T>? entry) || entry.LockedUntil <= clock.GetUtcNow())
            {
                return false;
            }

            locked.Remove(token);
            then(entry);
            return true;
        }
    }

    private void Add(PeekLockEntry<T> entry)
    {
        log?.Added(entry.Sequence, entry.Id, entry.Content, entry.Death);
        Offer(entry);
    }

    private void AddDead(PeekLockEntry<T> entry, Death death)
    {
        lock (gate)
        {
            Add(new PeekLockEntry<T>(++sequence, entry.Id, entry.Content, death));
        }
    }

    private void Offer(PeekLockEntry<T> entry)
    {
        if (waiting.First is { } waiter)
        {
            waiting.RemoveFirst();
            waiter.Value.SetResult(Lock(entry));
        }
        else
        {
            ready.Enqueue(entry, entry.Order);
        }
    }

    private PeekLocked<T> Lock(PeekLockEntry<T> entry)
    {
        PeekLocked<T> taken = entry.Lock(clock.GetUtcNow() + options.LockDuration);
        locked.Add(taken.Token, entry);
        ScheduleExpiry();
        return taken;
    }

    private void Return(PeekLockEntry<T> entry)
    {
        if (entry.Deliveries >= options.MaximumDeliveries)
        {
            Bury(entry, Death.OfDeliveries(options.MaximumDeliveries));
        }
        else
        {
            Offer(entry);
        }
    }

    private void Bury(PeekLockEntry<T> entry, Death death)
    {
        if (DeadLetters is null)
        {
            Offer(entry);
            return;
        }

        // First added, then removed: a crash in between leaves two, never none.
        DeadLetters.AddDead(entry, death);
        log?.Removed(entry.Sequence);
    }

    private void ReturnExpired()
    {
        lock (gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            foreach (PeekLockEntry<T> entry in locked.Values.Where(entry => entry.LockedUntil <= now).OrderBy(entry => entry.Order).ToArray())
            {
                locked.Remove(entry.Token);
                Return(entry);
            }

            ScheduleExpiry();
        }
    }

    private void ScheduleExpiry()
    {
        if (locked.Count == 0)
        {
            expiry.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        TimeSpan rest = locked.Values.Min(entry => entry.LockedUntil) - clock.GetUtcNow();
        expiry.Change(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Forget(LinkedListNode<TaskCompletionSource<PeekLocked<T>>> waiter, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            // Out of the list: a message is on its way and wins.
            if (waiter.List is not null)
            {
                waiting.Remove(waiter);
                waiter.Value.SetCanceled(cancellationToken);
            }
        }
    }
}
