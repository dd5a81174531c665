using Fdkt.Privacy.Accounting.Numerics;

namespace Fdkt.Privacy.Accounting.Renyi;

/// <summary>
/// The moment E[(1 + s)^α], s = q(exp((2z − 1)/2σ²) − 1) and z ~ N(0, σ²), by quadrature of its excess over 1.
/// </summary>
/// <remarks>
/// E[s] = 0, so the excess is the mean of (1 + s)^α − 1 − αs, which is never negative: nothing cancels, however small q is.
/// The trapezoidal rule converges exponentially; the integrand is analytic up to |Im z| = πσ², where 1 + s vanishes.
/// </remarks>
internal static class SampledGaussianQuadrature
{
    // Error about exp(−40) from the poles, exp(−72) from the ends.
    private const double PoleExponent = 40.0;
    private const double Reach = 12.0;
    private const int MostPoints = 2_000_000;

    /// <summary>log E[(1 + s)^α]; NaN if it takes too many points.</summary>
    public static double LogMoment(double q, double sigma, double order)
    {
        (double low, double step, double points) = Nodes(sigma, order);
        if (!(points <= MostPoints))
        {
            return double.NaN;
        }

        var sum = new SignedLogSum();
        double logQ = Math.Log(q);
        for (int i = 0; i <= (int)points; i++)
        {
            double z = low + (i * step);
            double exponent = ((2.0 * z) - 1.0) / (2.0 * sigma * sigma);
            double logWeight = -z * z / (2.0 * sigma * sigma);
            double logExcess = exponent + logQ > 300.0
                ? order * (exponent + logQ)
                : LogExcess(exponent > 40.0 ? Math.Exp(exponent + logQ) : q * Elementary.ExpM1(exponent), order);
            sum.Add(logWeight + logExcess, 1);
        }

        return Elementary.LogOnePlusExp(sum.Log + Math.Log(step / (sigma * Math.Sqrt(2.0 * Math.PI))));
    }

    /// <summary>First node, spacing, and how many nodes follow the first: from 12σ below 0 to 12σ above α, where the tilted law has its mean.</summary>
    internal static (double Low, double Step, double Points) Nodes(double sigma, double order)
    {
        double step = Math.Min(sigma / 6.0, 2.0 * Math.PI * Math.PI * sigma * sigma / PoleExponent);
        return (-Reach * sigma, step, Math.Ceiling((order + (2.0 * Reach * sigma)) / step));
    }

    // log of (1 + s)^α − 1 − αs for s > −1.
    private static double LogExcess(double s, double order)
    {
        if (order * Math.Abs(s) < 0.5)
        {
            // Binomial series from its square term on.
            double term = 0.5 * order * (order - 1.0) * s * s;
            double sum = term;
            for (int k = 3; Math.Abs(term) > 1e-17 * sum; k++)
            {
                term *= s * (order - k + 1.0) / k;
                sum += term;
            }

            return Math.Log(sum);
        }

        double logPower = order * Elementary.Log1P(s);
        return logPower > 40.0
            ? logPower + Elementary.Log1P(-(1.0 + (order * s)) * Math.Exp(-logPower))
            : Math.Log(Elementary.ExpM1(logPower) - (order * s));
    }
}
