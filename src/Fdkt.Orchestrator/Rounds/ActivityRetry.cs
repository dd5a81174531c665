namespace Fdkt.Orchestrator.Rounds;

/// <summary>How often an activity is tried and how long it is waited between. Maps to Durable's retry policy.</summary>
/// <param name="MaximumAttempts">At least 1.</param>
/// <param name="FirstPause">Pause after the first attempt.</param>
/// <param name="Factor">Each pause over the one before, at least 1.</param>
/// <param name="LongestPause">No pause is longer.</param>
internal sealed record ActivityRetry(int MaximumAttempts, TimeSpan FirstPause, double Factor, TimeSpan LongestPause)
{
    /// <summary>For what a round cannot go on without but may fail over: about a quarter of an hour of an absent broker or store.</summary>
    public static ActivityRetry Standard { get; } = new(20, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(1));

    /// <summary>For what must happen however long the store is away, such as the outcome: a week.</summary>
    public static ActivityRetry Persistent { get; } = new(10_000, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(1));

    /// <summary>For what is only shown.</summary>
    public static ActivityRetry BestEffort { get; } = new(2, TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(5));

    /// <summary>The pause after a failed attempt.</summary>
    /// <param name="attempt">Its number, from 1.</param>
    public TimeSpan PauseAfter(int attempt)
    {
        double ticks = FirstPause.Ticks * Math.Pow(Factor, attempt - 1);
        return ticks < LongestPause.Ticks ? TimeSpan.FromTicks((long)ticks) : LongestPause;
    }
}
