namespace Fdkt.Privacy.Auditing;

/// <summary>
/// A lower bound on ε from canaries that do not disturb one another: each is a trial of its own, so exact bounds on both error rates
/// (Clopper–Pearson) say what the
/// mechanism cannot be. With Gaussian claims this is the Gaussian-DP test.
/// </summary>
/// <remarks>
/// It refutes a true claim with at most the chance given, whatever the scores, as long as the canaries' trials are independent: where noise
/// is drawn anew for every value and each canary has
/// values of its own, they are. Thresholds must be fixed before a score is seen. Unlike <see cref="OneRunAudit"/> it says nothing about
/// canaries that share what they change.
/// </remarks>
public static class ErrorRateAudit
{
    /// <summary>The ε of the weakest claim that the error rates refute.</summary>
    /// <param name="inScores">Scores of the canaries whose coin put them in; larger means "looks like a member". Not NaN.</param>
    /// <param name="outScores">Scores of the others.</param>
    /// <param name="thresholds">Scores above which a canary is called a member; the significance is shared among them. At least
    /// one.</param>
    /// <param name="claims">The claim and those of its kind.</param>
    /// <param name="significance">Chance of refuting a true claim, in (0, 1).</param>
    /// <returns>The bound; 0 if nothing is refuted.</returns>
    /// <exception cref="ArgumentException">A NaN score, or no threshold.</exception>
    public static double LowerBound(
        IReadOnlyList<double> inScores, IReadOnlyList<double> outScores, IReadOnlyList<double> thresholds, ClaimFamily claims, double significance)
    {
        ArgumentNullException.ThrowIfNull(inScores);
        ArgumentNullException.ThrowIfNull(outScores);
        ArgumentNullException.ThrowIfNull(thresholds);
        ArgumentNullException.ThrowIfNull(claims);
        if (thresholds.Count == 0 || inScores.Concat(outScores).Any(double.IsNaN))
        {
            throw new ArgumentException("An audit by error rates needs a threshold, and scores that are numbers.");
        }

        // Two rates at each threshold.
        double level = significance / (2.0 * thresholds.Count);
        (double Found, double Wrong)[] corners =
        [
            .. thresholds.Select(threshold => (
                ClopperPearson.Lower(inScores.Count(score => score > threshold), inScores.Count, level),
                ClopperPearson.Upper(outScores.Count(score => score > threshold), outScores.Count, level))),
        ];
        return claims.LargestRefuted(tradeOff => corners.Any(corner => corner.Wrong < tradeOff.LeastFalsePositiveRate(corner.Found)));
    }
}
