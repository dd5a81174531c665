namespace Fdkt.Privacy.Accounting.Loss;

/// <summary>Chooses the grid spacing from the wanted accuracy of ε.</summary>
internal static class GridStep
{
    // The widest law of one release has at least this many points, so that few releases are not read off a coarse curve.
    private const double FewestPoints = 1 << 13;

    /// <summary>A spacing that makes the result about 1e-4 too large (relative under ε 1, absolute to 10, then 1e-5 of ε).</summary>
    /// <param name="events">Events that are not void and have noise.</param>
    /// <param name="epsilon">About the ε to be found; an upper bound will do.</param>
    /// <param name="order">Rényi order that gave it: the tail of the loss falls like exp(−(α − 1)·loss) there.</param>
    /// <remarks>
    /// Splitting a loss between two points at distance h adds a variance of h²/6 on average, V in all; near ε that moves the
    /// tail, which decays at rate α − 1, by V/2·(1 + (α − 1)).
    /// </remarks>
    public static double For(IReadOnlyList<PrivacyEvent> events, double epsilon, double order)
    {
        double accuracy = 1e-4 * Math.Max(Math.Min(Math.Max(epsilon, 1e-4), 1.0), 0.1 * epsilon);
        IReadOnlyList<LawCount> laws = LossLaws.Of(events);
        double releases = laws.Sum(l => (double)l.Count);
        double step = Math.Sqrt(12.0 * accuracy / (releases * Math.Max(order, 1.1)));
        double widest = laws.Max(l => Width(l.Law));
        return Math.Min(step, Math.Max(widest, 1e-9) / FewestPoints);
    }

    private static double Width(LossLaw law)
    {
        (double low, double high) = law.Range(LossDirection.Remove, 1e-15);
        return high - low;
    }
}
