namespace Fdkt.Privacy.Auditing;

/// <summary>How well scores tell members from others: what a membership inference attack achieves.</summary>
/// <param name="Auc">Chance that a member scores above another, ties half: .5 is guessing.</param>
/// <param name="TruePositiveRate">Share of members found at the false positive rate below.</param>
/// <param name="FalsePositiveRate">Share of others that may be called members.</param>
public sealed record AttackCurve(double Auc, double TruePositiveRate, double FalsePositiveRate)
{
    /// <summary>Measures an attack.</summary>
    /// <param name="members">Scores of members; larger means "looks like a member". At least one, not NaN.</param>
    /// <param name="others">Scores of records of the same kind that took no part. At least one, not NaN.</param>
    /// <param name="falsePositiveRate">In [0, 1]; .01 is customary.</param>
    /// <exception cref="ArgumentException">No score, a NaN, or a rate out of range.</exception>
    public static AttackCurve Of(IReadOnlyList<double> members, IReadOnlyList<double> others, double falsePositiveRate = 0.01)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(others);
        if (members.Count == 0 || others.Count == 0 || members.Concat(others).Any(double.IsNaN) || !(falsePositiveRate is >= 0.0 and <= 1.0))
        {
            throw new ArgumentException("An attack needs scores on both sides and a rate in [0, 1].");
        }

        double[] sorted = [.. others.Order()];
        double above = members.Sum(score => Count(sorted, score, orEqual: false) + (0.5 * (Count(sorted, score, orEqual: true) - Count(sorted, score, orEqual: false))));

        // The lowest threshold that calls no more of the others members than may be.
        int allowed = (int)Math.Floor(falsePositiveRate * sorted.Length);
        double threshold = allowed == sorted.Length ? double.NegativeInfinity : sorted[sorted.Length - 1 - allowed];
        int found = members.Count(score => score > threshold || double.IsNegativeInfinity(threshold));
        return new AttackCurve(above / ((double)members.Count * sorted.Length), (double)found / members.Count, falsePositiveRate);
    }

    private static int Count(double[] sorted, double score, bool orEqual)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] < score || (orEqual && sorted[middle] == score) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
