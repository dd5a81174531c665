using Fdkt.Privacy.Accounting.Numerics;

namespace Fdkt.Privacy.Accounting.Renyi;

/// <summary>Rényi divergence of one sampled step for a unit of k records: an upper bound, the larger of both directions.</summary>
/// <remarks>
/// Trapezoidal rule on the dominating pair of <see cref="Loss.GroupSampledGaussianLoss"/>. For |Im z| &lt; πσ²/2k every part of the mixture
/// has a positive real part, so the integrand is analytic there and the rule converges exponentially. Where it takes too many points, the bound
/// without sampling, αk²/2σ², holds by convexity.
/// </remarks>
internal static class GroupSampledGaussianRenyi
{
    private const double PoleExponent = 40.0;
    private const double Reach = 12.0;
    private const double MostPoints = 20_000;

    // What rounding of the sum may hide.
    private const double Slack = 1e-12;

    /// <summary>D_α in nats: at least 0, possibly +∞, never NaN.</summary>
    public static double Divergence(double q, double sigma, int groupSize, double order)
    {
        if (q == 0.0)
        {
            return 0.0;
        }

        double unsampled = SampledGaussianRenyi.Divergence(1.0, sigma / groupSize, order);
        if (q == 1.0 || double.IsInfinity(unsampled))
        {
            return unsampled;
        }

        (double low, double step, double points) = Nodes(sigma, groupSize, order);
        if (!(points <= MostPoints))
        {
            return unsampled;
        }

        var forward = new SignedLogSum();
        var backward = new SignedLogSum();
        double[] logWeights = BinomialWeights.Log(groupSize, q);
        for (int i = 0; i <= (int)points; i++)
        {
            double z = low + (i * step);
            double logDensity = -z * z / (2.0 * sigma * sigma);
            double logRatio = LogRatio(logWeights, sigma, z);
            forward.Add(logDensity + (order * logRatio), 1);
            backward.Add(logDensity + ((1.0 - order) * logRatio), 1);
        }

        double moment = Math.Max(forward.Log, backward.Log) + Math.Log(step / (sigma * Math.Sqrt(2.0 * Math.PI)));
        return double.IsNaN(moment) ? unsampled : Math.Min(unsampled, (Math.Max(0.0, moment) + Slack) / (order - 1.0));
    }

    /// <summary>First node, spacing, and how many nodes follow the first: 12σ beyond kα on either side of 0.</summary>
    internal static (double Low, double Step, double Points) Nodes(double sigma, int groupSize, double order)
    {
        double step = Math.Min(sigma / 6.0, Math.PI * Math.PI * sigma * sigma / (PoleExponent * groupSize));
        double low = -((groupSize * order) + (Reach * sigma));
        return (low, step, Math.Ceiling(-2.0 * low / step));
    }

    private static double LogRatio(double[] logWeights, double sigma, double z)
    {
        double largest = double.NegativeInfinity;
        double sum = 0.0;
        for (int i = 0; i < logWeights.Length; i++)
        {
            double log = logWeights[i] + (i * ((2.0 * z) - i) / (2.0 * sigma * sigma));
            if (log > largest)
            {
                sum = (sum * Math.Exp(largest - log)) + 1.0;
                largest = log;
            }
            else
            {
                sum += Math.Exp(log - largest);
            }
        }

        return largest + Math.Log(sum);
    }
}
