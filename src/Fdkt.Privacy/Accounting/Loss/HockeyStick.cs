namespace Fdkt.Privacy.Accounting.Loss;

/// <summary>Reads (ε, δ) off a loss law: δ(ε) = P(∞) + Σ over losses above ε of (1 − exp(ε − loss))·P(loss).</summary>
internal static class HockeyStick
{
    /// <summary>The smallest ε ≥ 0 with δ(ε) ≤ delta; +∞ if the mass at infinity alone is more.</summary>
    public static double Epsilon(GridLoss law, double step, double delta)
    {
        double above = law.Infinity;   // mass beyond the current point
        double weighted = 0.0;         // Σ P(loss) exp(point − loss) beyond it
        double decay = Math.Exp(-step);
        if (above > delta)
        {
            return double.PositiveInfinity;
        }

        for (int i = law.Masses.Length - 1; i >= 0; i--)
        {
            // Between point i and the one above it, δ(ε) = above − weighted·exp(ε − upper point).
            long point = law.Start + i;
            double lower = weighted * decay;
            if (point < 0 || above - lower > delta)
            {
                return Root(above, weighted, (point + 1) * step, delta);
            }

            above += law.Masses[i];
            weighted = lower + law.Masses[i];
        }

        // Every loss lies at the first point or above it.
        return Root(above, weighted, law.Start * step, delta);
    }

    /// <summary>δ(ε) for ε ≥ 0.</summary>
    public static double Delta(GridLoss law, double step, double epsilon)
    {
        double sum = law.Infinity;
        for (int i = law.Masses.Length - 1; i >= 0; i--)
        {
            double excess = Math.Max(0.0, ((law.Start + i) * step) - epsilon);
            sum += law.Masses[i] * -Numerics.Elementary.ExpM1(-excess);
        }

        return Math.Min(1.0, sum);
    }

    // Where above − weighted·exp(ε − upper) falls to delta; 0 where it is there already, and where no mass is left above.
    private static double Root(double above, double weighted, double upper, double delta)
    {
        double offset = Math.Log(Math.Max(0.0, above - delta) / weighted);
        return double.IsNaN(offset) ? 0.0 : Math.Max(0.0, upper + offset);
    }
}
