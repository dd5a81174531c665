using Fdkt.Privacy.Accounting.Numerics;

namespace Fdkt.Privacy.Accounting;

/// <summary>Exact privacy of one Gaussian release.</summary>
/// <remarks>Balle and Wang 2018, arXiv:1805.06530, Theorem 8. k releases equal one with σ/√k.</remarks>
public static class GaussianMechanism
{
    /// <summary>The smallest δ at which a release is (ε, δ)-DP.</summary>
    /// <param name="noiseStandardDeviation">s, in the units of the sensitivity. Above 0; 0 gives 1.</param>
    /// <param name="sensitivity">D, the L2 sensitivity. At least 0; 0 gives 0.</param>
    /// <param name="epsilon">ε in nats, at least 0, possibly +∞.</param>
    /// <returns>δ in [0, 1].</returns>
    /// <exception cref="PrivacyParameterException">A value out of its range, or NaN.</exception>
    public static double Delta(double noiseStandardDeviation, double sensitivity, double epsilon)
    {
        double sigma = PrivacyParameters.NoiseMultiplier(noiseStandardDeviation) / sensitivity;
        if (!(sensitivity >= 0.0) || double.IsInfinity(sensitivity))
        {
            throw new PrivacyParameterException("sensitivity", sensitivity, "it must be finite and at least 0.", "Clip first.");
        }

        PrivacyParameters.Epsilon(epsilon);
        if (sensitivity == 0.0 || (double.IsPositiveInfinity(epsilon) && sigma > 0.0))
        {
            return 0.0;
        }

        if (sigma == 0.0)
        {
            return 1.0;
        }

        double half = 0.5 / sigma;
        double first = new NormalTail(half - (epsilon * sigma)).Below;
        double logSecond = epsilon + ErrorFunction.LogComplementary((half + (epsilon * sigma)) / NormalTail.Sqrt2) - Math.Log(2.0);
        return Math.Max(0.0, first - Math.Exp(logSecond));
    }

    /// <summary>The smallest ε, to 1e-12 of itself and from above, at which a release is (ε, δ)-DP.</summary>
    /// <param name="noiseMultiplier">σ: noise standard deviation over sensitivity. At least 0; 0 gives +∞ (for δ &lt; 1).</param>
    /// <param name="delta">δ in [0, 1]; 0 gives +∞, 1 gives 0.</param>
    /// <returns>ε in nats: at least 0, possibly +∞.</returns>
    /// <exception cref="PrivacyParameterException">A value out of its range, or NaN.</exception>
    public static double Epsilon(double noiseMultiplier, double delta)
    {
        PrivacyParameters.NoiseMultiplier(noiseMultiplier);
        PrivacyParameters.Delta(delta);
        if (delta == 1.0)
        {
            return 0.0;
        }

        if (delta == 0.0 || noiseMultiplier == 0.0)
        {
            return double.PositiveInfinity;
        }

        return Bisection.Smallest(epsilon => Delta(noiseMultiplier, 1.0, epsilon) <= delta);
    }
}
