namespace Fdkt.Privacy.Noise;

/// <summary>
/// Noise on a sum of clipped vectors with nothing in its low bits: the sum is rounded onto a grid and an exact discrete Gaussian is added
/// to each coordinate. Thread-safe if its source is.
/// </summary>
/// <remarks>
/// <para>Costs what a continuous Gaussian of the given noise multiplier costs, for any sampling of records:</para>
/// <para>1. Rounding moves a coordinate by at most half a step, so one record moves the rounded sum by an integer vector of length at most
/// C/step + √d: that is the sensitivity the noise is scaled to.</para>
/// <para>2. A discrete Gaussian of variance s² around an integer point is, up to a factor 1 ± 1e-130 on every probability, the randomized
/// rounding (to a discrete Gaussian of variance r² around a real point) of a continuous Gaussian of variance s² − r²: Peikert 2010, Theorem 3.1,
/// with r = 4, for which the smoothing error of the integers is 2 exp(−2π²r²). So it is post-processing of the continuous mechanism, and r² is added
/// to the variance to pay for it.</para>
/// <para>Summing and clipping themselves are done in floating point by the caller; their rounding is not covered here.</para>
/// </remarks>
public sealed class LatticeGaussianNoise
{
    // The grid is so fine that rounding adds at most this part to the sensitivity.
    private const double RoundingShare = 1.0 / 1024.0;

    private readonly DiscreteGaussianSampler _sampler;

    /// <summary>Prepares noise.</summary>
    /// <param name="noiseMultiplier">σ of the event that is charged: noise over sensitivity. Finite, above 0.</param>
    /// <param name="clipNorm">C: L2 bound of one record's part in the sum. Finite, above 0.</param>
    /// <param name="dimension">d: coordinates of the whole sum, at least 1.</param>
    /// <param name="source">A cryptographic source, unless in a test.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value out of its range.</exception>
    public LatticeGaussianNoise(double noiseMultiplier, double clipNorm, long dimension, IRandomSource source)
    {
        Positive(noiseMultiplier, nameof(noiseMultiplier));
        Positive(clipNorm, nameof(clipNorm));
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        double root = Math.Sqrt(dimension);

        // A power of two: dividing by it is exact.
        Step = Math.ScaleB(1.0, (int)Math.Floor(Math.Log2(clipNorm * RoundingShare / root)));
        Sensitivity = (clipNorm / Step) + root;
        StandardDeviation = (long)Math.Ceiling(DominatingNoise.DiscreteFor(noiseMultiplier * Sensitivity));
        _sampler = new DiscreteGaussianSampler((System.Numerics.BigInteger)StandardDeviation * StandardDeviation, 1, source);
    }

    /// <summary>Distance of neighbouring grid points, in the units of the sum.</summary>
    public double Step { get; }

    /// <summary>Most that one record moves the rounded sum, in steps (L2).</summary>
    public double Sensitivity { get; }

    /// <summary>Standard deviation of the noise on a coordinate, in steps.</summary>
    public long StandardDeviation { get; }

    /// <summary>Rounds a part of the sum onto the grid and adds a draw to each coordinate.</summary>
    /// <param name="sum">Any part of the d coordinates; every coordinate must be passed exactly once a step. What is not finite counts as 0.</param>
    public void AddTo(Span<float> sum)
    {
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] = (float)((Round(sum[i]) + _sampler.Next()) * Step);
        }
    }

    /// <summary>The grid point of a value, in steps. Moves no pair of values further apart than one step more than they are.</summary>
    internal long Round(float value) => float.IsFinite(value)
        ? (long)Math.Clamp(Math.Round(value / Step), -Math.ScaleB(1.0, 52), Math.ScaleB(1.0, 52))
        : 0;

    private static void Positive(double value, string name)
    {
        if (!(value > 0.0) || double.IsInfinity(value))
        {
            throw new ArgumentOutOfRangeException(name, value, "It must be finite and above 0.");
        }
    }
}
