namespace Fdkt.Privacy.Accounting.Numerics;

/// <summary>The inverse of the standard normal law.</summary>
internal static class NormalQuantile
{
    // Newton from the right of the root of a convex function: every step goes left, and six are enough for the last digit.
    private const int MostSteps = 50;

    /// <summary>The z with P(Z ≤ z) = probability, to about 1e-14 of itself.</summary>
    /// <param name="probability">In [0, 1]; 0 gives −∞ and 1 gives +∞. Above one half the distance to 1 is what counts, so nothing finer
    /// than 1e-16 is told apart there.</param>
    public static double Of(double probability)
    {
        if (probability > 0.5)
        {
            return -Of(1.0 - probability);
        }

        if (probability <= 0.0)
        {
            return double.NegativeInfinity;
        }

        // log P(Z > z) falls with a slope that is the hazard φ(z)/P(Z > z).
        double wanted = Math.Log(probability);
        double z = NormalTail.Bound(probability);
        for (int i = 0; i < MostSteps; i++)
        {
            double log = ErrorFunction.LogComplementary(z / NormalTail.Sqrt2) - Math.Log(2.0);
            double hazard = Math.Exp((-0.5 * z * z) - (0.5 * Math.Log(2.0 * Math.PI)) - log);
            double step = (wanted - log) / hazard;
            z -= step;
            if (step <= 1e-15 * z)
            {
                break;
            }
        }

        return -z;
    }
}
