namespace Fdkt.Privacy.Auditing;

/// <summary>Exact confidence bounds for a rate (Clopper, Pearson 1934).</summary>
/// <remarks>They hold as well where every trial has a rate of its own, for the mean of the rates: such a count strays less than a binomial
/// one (Hoeffding 1956).</remarks>
public static class ClopperPearson
{
    private const double Tolerance = 1e-12;

    /// <summary>The largest rate with P[Bin(trials, rate) ≥ count] ≤ significance, from below.</summary>
    /// <param name="count">Successes, 0 … trials; 0 gives 0.</param>
    /// <param name="trials">At least 0.</param>
    /// <param name="significance">Chance that the true rate lies below the bound, in (0, 1).</param>
    public static double Lower(int count, int trials, double significance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, trials);
        if (!(significance is > 0.0 and < 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(significance), significance, "It must lie above 0 and below 1.");
        }

        if (count == 0)
        {
            return 0.0;
        }

        var law = new BinomialLaw(trials);
        double low = 0.0;
        double high = 1.0;
        while (high - low > Tolerance)
        {
            double middle = 0.5 * (low + high);
            (low, high) = law.AtLeast(count, trials, middle) <= significance ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The smallest rate with P[Bin(trials, rate) ≤ count] ≤ significance, from above.</summary>
    /// <param name="count">Successes, 0 … trials.</param>
    /// <param name="trials">At least 0; no trial gives 1.</param>
    /// <param name="significance">Chance that the true rate lies above the bound, in (0, 1).</param>
    public static double Upper(int count, int trials, double significance) => 1.0 - Lower(trials - count, trials, significance);
}
