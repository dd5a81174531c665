namespace Fdkt.Privacy.Accounting.Renyi;

/// <summary>Rényi divergence of one integer count under discrete Gaussian noise, neighbours differing by 1.</summary>
/// <remarks>
/// Completing the square gives α/2σ² plus log(Θ(α)/Θ(0))/(α − 1), Θ(c) = Σ exp(−(x − c)²/2σ²) over the integers: the plain
/// Gaussian's value at whole orders, less between them. Canonne, Kamath, Steinke 2020, arXiv:2004.00010, Proposition 5.
/// </remarks>
internal static class DiscreteGaussianRenyi
{
    // From here Θ(c)/Θ(0) ≥ 1 − 1e-70: leaving it out changes no digit.
    private const double SmoothSigma = 3.0;

    /// <summary>D_α in nats: at least 0, possibly +∞, never NaN.</summary>
    public static double Divergence(double sigma, double order)
    {
        double precision = 1.0 / (sigma * sigma);
        if (precision > 1e300)
        {
            return double.PositiveInfinity;
        }

        double smooth = 0.5 * order * precision;
        double offset = order - Math.Round(order);
        return sigma >= SmoothSigma || double.IsPositiveInfinity(order)
            ? smooth
            : smooth + (LogThetaRatio(offset, precision) / (order - 1.0));
    }

    private static double LogThetaRatio(double offset, double precision)
    {
        double shifted = 0.0;
        double centred = 0.0;
        for (int x = -40; x <= 40; x++)
        {
            // Relative to the largest shifted term, which would underflow at very small σ.
            shifted += Math.Exp(-0.5 * precision * (((x - offset) * (x - offset)) - (offset * offset)));
            centred += Math.Exp(-0.5 * precision * x * x);
        }

        return (-0.5 * precision * offset * offset) + Math.Log(shifted / centred);
    }
}
