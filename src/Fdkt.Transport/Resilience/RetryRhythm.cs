namespace Fdkt.Transport.Resilience;

/// <summary>How often and after which waits a call is tried again.</summary>
public sealed record RetryRhythm
{
    /// <summary>Tries of one call, at least 2; default 6, which with the waits is about half a minute.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>About the first wait; default 500 ms. Each further one is about twice as long, drawn at random so that many clients do not come back at once.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait; default 15 s.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The wait after a server said that it is busy; default 10 s, as Service Bus asks for.</summary>
    public TimeSpan BusyWait { get; init; } = TimeSpan.FromSeconds(10);
}
