namespace Fdkt.Privacy.Auditing;

/// <summary>The one-run audit for claims that are whole trade-off functions: as <see cref="OneRunAudit"/> for one run and any attack, and
/// tighter, since a single (ε, δ) forgets most of a Gaussian.</summary>
/// <remarks>
/// Mahloujifar, Melis, Chaudhuri 2024, arXiv:2410.22235, Algorithm 3, for guesses of "in" or "out". From the chance that is conceded for v
/// right guesses of r it follows backwards
/// what fewer right guesses must have had; if that is more than there is, the claim is refuted.
/// </remarks>
public static class OneRunTradeOffAudit
{
    /// <summary>The ε of the weakest claim that the guesses refute.</summary>
    /// <param name="inScores">Scores of the canaries whose coin put them in; larger means "looks like a member". Not NaN.</param>
    /// <param name="outScores">Scores of the others.</param>
    /// <param name="claims">The claim and those of its kind.</param>
    /// <param name="significance">Chance of refuting a true claim, in (0, 1).</param>
    /// <param name="thresholds">Which numbers of guesses are tried.</param>
    /// <returns>The bound; 0 if nothing is refuted.</returns>
    /// <exception cref="ArgumentException">No canary, a NaN score, or a significance out of range.</exception>
    public static double LowerBound(
        IReadOnlyList<double> inScores, IReadOnlyList<double> outScores, ClaimFamily claims, double significance, AuditThresholds thresholds = AuditThresholds.FixedCounts)
    {
        ArgumentNullException.ThrowIfNull(claims);
        (int Right, int Wrong)[] tried = GuessCurve.Tried(inScores, outScores, thresholds, significance);
        double level = significance / tried.Length;
        int canaries = inScores.Count + outScores.Count;
        return claims.LargestRefuted(tradeOff => tried.Any(point => point.Right > point.Wrong && Refutes(tradeOff, canaries, point.Right + point.Wrong, point.Right, level)));
    }

    /// <summary>Whether a trade-off concedes less than a chance for at least v right guesses.</summary>
    /// <param name="tradeOff">The claim; symmetric.</param>
    /// <param name="canaries">m.</param>
    /// <param name="guesses">r, 1 … m.</param>
    /// <param name="right">v, 0 … r.</param>
    /// <param name="significance">The chance, in (0, 1).</param>
    public static bool Refutes(ITradeOff tradeOff, int canaries, int guesses, int right, double significance)
    {
        ArgumentNullException.ThrowIfNull(tradeOff);
        ArgumentOutOfRangeException.ThrowIfLessThan(guesses, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(canaries, guesses);
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(right, guesses);

        // Shares of the canaries that are guessed right, and wrong, in the outcomes with i right guesses or more.
        double hits = significance * right / canaries;
        double misses = significance * (guesses - right) / canaries;
        for (int i = right - 1; i >= 0; i--)
        {
            double least = tradeOff.LeastFalsePositiveRate(Math.Min(1.0, hits));
            if (least <= misses)
            {
                break; // nothing follows for fewer right guesses either
            }

            hits += i * (least - misses) / (guesses - i);
            misses = least;
        }

        return hits + misses > (double)guesses / canaries;
    }
}
