namespace Fdkt.Cli.Tests.Progress;

/// <summary>A clock that moves when told to, with its timers.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(() => callback(state), _ticks + dueTime.Ticks);
        _timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan span)
    {
        _ticks += span.Ticks;
        foreach (Timer timer in _timers)
        {
            timer.FireAt(_ticks);
        }
    }

    private sealed class Timer(Action callback, long due) : ITimer
    {
        private bool _over;

        public void FireAt(long now)
        {
            if (!_over && now >= due)
            {
                _over = true;
                callback();
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => _over = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
