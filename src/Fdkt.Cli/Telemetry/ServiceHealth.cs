namespace Fdkt.Cli.Telemetry;

/// <summary>
/// Whether a service is well: its loop goes round and the broker is heard of. A worker that is busy for hours sends signs of life, and those count. Thread-safe.
/// </summary>
/// <param name="clock">The clock.</param>
internal sealed class ServiceHealth(TimeProvider clock)
{
    /// <summary>Some rounds of the loop and a few reconnects: shorter would call every restart of a broker an illness.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private long _reached = clock.GetTimestamp();
    private long _faults;

    /// <summary>Faults so far; a receive during which none came has reached the broker.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>The broker was heard of.</summary>
    public void Reached() => Interlocked.Exchange(ref _reached, clock.GetTimestamp());

    /// <summary>The broker could not be reached.</summary>
    public void Faulted() => Interlocked.Increment(ref _faults);

    /// <summary>How the service is.</summary>
    public HealthReport Report()
    {
        TimeSpan since = clock.GetElapsedTime(Interlocked.Read(ref _reached));
        return new HealthReport(since < Limit ? "ok" : "brokerUnreachable", since.TotalSeconds);
    }
}
