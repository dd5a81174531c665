namespace Fdkt.ServerModels.Endpoint;

/// <summary>How long to wait before a request is sent again, where the server does not say.</summary>
internal static class BackOff
{
    /// <summary>Longest wait that is served here; a server that asks for more is given up for now.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(60);

    /// <summary>Doubles with each attempt; half of it is drawn, so that requests that failed together do not come back together.</summary>
    /// <param name="attempt">The attempt that failed, 1 for the first.</param>
    /// <param name="seed">Of the draw.</param>
    public static TimeSpan After(int attempt, int seed)
    {
        double full = Math.Min(First.TotalSeconds * Math.Pow(2, attempt - 1), Ceiling.TotalSeconds);
        return TimeSpan.FromSeconds(full * (0.5 + 0.5 * new Random(seed).NextDouble()));
    }
}
