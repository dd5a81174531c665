namespace Fdkt.GpuJobs.Worker;

/// <summary>Times that leave a client: cut to the minute, since a finer one tells how long its private rows took.</summary>
public static class WholeMinutes
{
    /// <summary>The time now, cut to the minute.</summary>
    /// <param name="clock">The clock.</param>
    public static DateTimeOffset Now(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        DateTimeOffset now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
    }
}
