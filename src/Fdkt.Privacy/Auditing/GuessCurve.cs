namespace Fdkt.Privacy.Auditing;

/// <summary>Right and wrong guesses when all canaries whose score is a value or more are called members.</summary>
internal static class GuessCurve
{
    /// <summary>The points that an audit tries.</summary>
    /// <exception cref="ArgumentException">No canary, a NaN score, or a significance out of range.</exception>
    public static (int Right, int Wrong)[] Tried(IReadOnlyList<double> inScores, IReadOnlyList<double> outScores, AuditThresholds thresholds, double significance)
    {
        ArgumentNullException.ThrowIfNull(inScores);
        ArgumentNullException.ThrowIfNull(outScores);
        int canaries = inScores.Count + outScores.Count;
        if (canaries == 0 || inScores.Concat(outScores).Any(double.IsNaN) || !(significance is > 0.0 and < 1.0))
        {
            throw new ArgumentException("An audit needs canaries with scores, and a significance in (0, 1).");
        }

        (int Right, int Wrong)[] curve = Curve(inScores, outScores);
        return thresholds == AuditThresholds.Frontier ? Frontier(curve) : Fixed(curve, canaries);
    }

    // From no guess to all, ties together.
    private static (int Right, int Wrong)[] Curve(IReadOnlyList<double> inScores, IReadOnlyList<double> outScores)
    {
        (double Score, bool In)[] all = [.. inScores.Select(score => (score, true)), .. outScores.Select(score => (score, false))];
        var curve = new List<(int Right, int Wrong)> { (0, 0) };
        foreach (IGrouping<double, (double Score, bool In)> tie in all.GroupBy(a => a.Score).OrderByDescending(g => g.Key))
        {
            (int right, int wrong) = curve[^1];
            int members = tie.Count(a => a.In);
            curve.Add((right + members, wrong + tie.Count() - members));
        }

        return [.. curve];
    }

    // For each wanted number of guesses the last point of the curve that does not exceed it: scores that tie are guessed together or not at
    // all.
    private static (int Right, int Wrong)[] Fixed((int Right, int Wrong)[] curve, int canaries)
    {
        var tried = new List<(int Right, int Wrong)>();
        for (int wanted = canaries / 2; wanted >= 1; wanted /= 2)
        {
            tried.Add(curve.Last(point => point.Right + point.Wrong <= wanted));
        }

        return tried.Count == 0 ? [curve[^1]] : [.. tried];
    }

    private static (int Right, int Wrong)[] Frontier((int Right, int Wrong)[] curve)
    {
        var hull = new List<(int Right, int Wrong)>();
        foreach ((int Right, int Wrong) point in curve)
        {
            while (hull.Count >= 2 && Turn(hull[^2], hull[^1], point) >= 0)
            {
                hull.RemoveAt(hull.Count - 1);
            }

            hull.Add(point);
        }

        return [.. hull];
    }

    // Positive where the slope right/wrong rises from the first step to the second: the middle point lies under the chord.
    private static long Turn((int Right, int Wrong) a, (int Right, int Wrong) b, (int Right, int Wrong) c) =>
        ((long)(b.Wrong - a.Wrong) * (c.Right - b.Right)) - ((long)(c.Wrong - b.Wrong) * (b.Right - a.Right));
}
