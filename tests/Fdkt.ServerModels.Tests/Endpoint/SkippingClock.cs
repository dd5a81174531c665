using System.Collections.Concurrent;

namespace Fdkt.ServerModels.Tests.Endpoint;

/// <summary>A clock on which waits take no time: it jumps to their end. Only time limits of requests run out when a test says so.</summary>
/// <param name="requestLimit">The time limit of requests.</param>
internal sealed class SkippingClock(TimeSpan requestLimit) : TimeProvider
{
    private readonly Lock _gate = new();
    private DateTimeOffset _now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public ConcurrentQueue<Action> Limits { get; } = new();

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new OneShot(() => callback(state));
        if (dueTime == requestLimit)
        {
            Limits.Enqueue(timer.Fire);
            return timer;
        }

        Waits.Enqueue(dueTime);
        lock (_gate)
        {
            _now += dueTime;
        }

        ThreadPool.QueueUserWorkItem(_ => timer.Fire());
        return timer;
    }

    private sealed class OneShot(Action fire) : ITimer
    {
        private int _done;

        public void Fire()
        {
            if (Interlocked.Exchange(ref _done, 1) == 0)
            {
                fire();
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => Interlocked.Exchange(ref _done, 1);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
