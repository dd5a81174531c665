namespace Fdkt.Privacy.Auditing;

/// <summary>A lower bound on ε from one run: canaries enter the private data by fair coins, and an auditor guesses which did.</summary>
/// <remarks>
/// Steinke, Nasr, Jagielski 2023, arXiv:2305.08846, Theorem 5.2, with guesses of "in" alone. Of r guesses v are right with probability at most
/// P[Bin(r, e^ε/(1 + e^ε)) ≥ v] + 2mδ · max_i P[v − i ≤ Bin &lt; v]/i, whatever the attack.
/// </remarks>
public static class OneRunAudit
{
    private const double Tolerance = 1e-7;

    // No audit of fewer than 2^60 canaries shows more.
    private const double LargestEpsilon = 42.0;

    /// <summary>The largest ε that the guesses refute.</summary>
    /// <param name="inScores">Scores of the canaries whose coin put them in; larger means "looks like a member". Not NaN.</param>
    /// <param name="outScores">Scores of the others.</param>
    /// <param name="significance">Chance of refuting a true ε, in (0, 1); .05 is customary.</param>
    /// <param name="delta">δ of the claim, in [0, 1).</param>
    /// <param name="thresholds">Which numbers of guesses are tried.</param>
    /// <returns>The bound; 0 if nothing is refuted.</returns>
    /// <exception cref="ArgumentException">No canary, a NaN score, or a value out of its range.</exception>
    public static double LowerBound(
        IReadOnlyList<double> inScores, IReadOnlyList<double> outScores, double significance, double delta, AuditThresholds thresholds = AuditThresholds.FixedCounts)
    {
        (int Right, int Wrong)[] tried = GuessCurve.Tried(inScores, outScores, thresholds, significance);
        if (!(delta is >= 0.0 and < 1.0))
        {
            throw new ArgumentException("An audit needs a delta in [0, 1).");
        }

        int canaries = inScores.Count + outScores.Count;
        double level = significance / tried.Length;
        var law = new BinomialLaw(canaries);
        var buffer = new double[canaries + 1];
        double best = 0.0;
        foreach ((int right, int wrong) in tried.Where(t => t.Right > 0).OrderByDescending(t => (double)t.Right / (t.Right + t.Wrong)))
        {
            // P[right] under ε is at least the share seen unless ε is small: no bound above the raw odds.
            if (right > wrong && PValue(law, buffer, canaries, right + wrong, right, best, delta) <= level)
            {
                best = Search(epsilon => PValue(law, buffer, canaries, right + wrong, right, epsilon, delta) <= level, best);
            }
        }

        return best;
    }

    /// <summary>The chance that (ε, δ)-DP allows for at least v right guesses.</summary>
    /// <param name="canaries">m.</param>
    /// <param name="guesses">r, 1 … m.</param>
    /// <param name="right">v, 0 … r.</param>
    /// <param name="epsilon">ε, at least 0.</param>
    /// <param name="delta">δ in [0, 1).</param>
    /// <returns>A probability, at most 1.</returns>
    public static double PValue(int canaries, int guesses, int right, double epsilon, double delta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(guesses, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(canaries, guesses);
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(right, guesses);
        return PValue(new BinomialLaw(canaries), new double[canaries + 1], canaries, guesses, right, epsilon, delta);
    }

    private static double PValue(BinomialLaw law, double[] buffer, int canaries, int guesses, int right, double epsilon, double delta)
    {
        Span<double> probabilities = buffer.AsSpan(0, guesses + 1);
        law.Fill(probabilities, guesses, 1.0 / (1.0 + Math.Exp(-epsilon)));
        double tail = 0.0;
        for (int k = guesses; k >= right; k--)
        {
            tail += probabilities[k];
        }

        double below = 0.0;
        double steepest = 0.0;
        for (int i = 1; i <= right; i++)
        {
            below += probabilities[right - i];
            steepest = Math.Max(steepest, below / i);
        }

        return Math.Min(1.0, tail + (2.0 * canaries * delta * steepest));
    }

    private static double Search(Func<double, bool> refuted, double low)
    {
        double high = low + 1.0;
        while (refuted(high) && high < LargestEpsilon)
        {
            (low, high) = (high, high + 1.0);
        }

        while (high - low > Tolerance)
        {
            double middle = 0.5 * (low + high);
            (low, high) = refuted(middle) ? (middle, high) : (low, middle);
        }

        return low;
    }
}
