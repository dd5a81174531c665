using Microsoft.Extensions.Time.Testing;

namespace Fdkt.GpuJobs.Tests.Neighbours;

/// <summary>A clock that shows one time for ever. Its timers run when a test moves them on.</summary>
internal sealed class StillClock : TimeProvider
{
    private readonly FakeTimeProvider _timers = new();

    public static DateTimeOffset Now { get; } = new(2026, 12, 1, 9, 30, 17, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _timers.CreateTimer(callback, state, dueTime, period);

    public void MoveTimers(TimeSpan by) => _timers.Advance(by);
}
