namespace Fdkt.Privacy.Noise;

/// <summary>The continuous Gaussian whose privacy a discrete one keeps, for shifts by any integer vector.</summary>
/// <remarks>See <see cref="LatticeGaussianNoise"/> for the argument (Peikert 2010, "An Efficient and Parallel Gaussian Sampler for Lattices", Theorem 3.1).</remarks>
internal static class DominatingNoise
{
    // r²: with r = 4 the smoothing error of the integers is 2·exp(−2π²·16), under 1e-136.
    private const double RoundingVariance = 16.0;

    /// <summary>Standard deviation that a discrete Gaussian needs to keep what a continuous one of this deviation promises.</summary>
    public static double DiscreteFor(double continuous) => Math.Sqrt((continuous * continuous) + RoundingVariance);

    /// <summary>Standard deviation of the continuous Gaussian whose promise a discrete one keeps; 0 where it is too narrow to say.</summary>
    public static double ContinuousFor(double discrete) => Math.Sqrt(Math.Max(0.0, (discrete * discrete) - RoundingVariance));
}
