using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Noise;

namespace Fdkt.Learning.Synthesis;

/// <summary>The class-means mechanism: per class, the sum of the encodings of its records, with exact integer noise.</summary>
/// <remarks>
/// Encodings have length at most 1. They are scaled by 1024 and rounded towards zero, so their length stays at most 1024, which is the L2
/// sensitivity of all sums together under zero-out: a record enters one sum once. Noise is an exact discrete Gaussian (Canonne, Kamath,
/// Steinke 2020, arXiv:2004.00010) of standard deviation 1024 σ per value. At such widths its privacy loss equals that of the
/// continuous Gaussian up to factors of 1 ± exp(−2π²(1024 σ)²), far below the accountant's own rounding, so it is charged as one Gaussian event.
/// </remarks>
public static class ClassMeans
{
    /// <summary>Steps of the integer grid in a length of 1.</summary>
    public const int Scale = 1024;

    /// <summary>Smallest noise multiplier accepted: below it the remark on widths is not claimed.</summary>
    public const double MinimumNoiseMultiplier = 0.05;

    /// <summary>What one release costs.</summary>
    /// <param name="noiseMultiplier">σ. At least <see cref="MinimumNoiseMultiplier"/>.</param>
    /// <returns>The event for the accountant.</returns>
    public static PrivacyEvent Event(double noiseMultiplier)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(noiseMultiplier, MinimumNoiseMultiplier);
        return new GaussianEvent(noiseMultiplier, 1);
    }

    /// <summary>Releases the noisy sums and makes a scorer of them.</summary>
    /// <param name="encodings">Encodings of the private records, each of length at most 1 (unit vectors or zeros).</param>
    /// <param name="labels">Class of each record.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="dimension">Length of an encoding.</param>
    /// <param name="noiseMultiplier">Noise over what one record can move: σ as charged, times the records of a unit.</param>
    /// <param name="random">Cryptographic source.</param>
    /// <returns>A scorer made of released values only.</returns>
    public static ILabelScorer Release(
        IReadOnlyList<float[]> encodings, IReadOnlyList<int> labels, int classes, int dimension, double noiseMultiplier, IRandomSource random)
    {
        long[] noisy = NoisySums(encodings, labels, classes, dimension, noiseMultiplier, random);
        return new ClassMeansScorer(Enumerable.Range(0, classes).Select(c => noisy.Skip(c * dimension).Take(dimension).Select(v => (float)v / Scale).ToArray()));
    }

    /// <summary>The release itself: per class and value the sum on the integer grid, with noise.</summary>
    /// <param name="encodings">Encodings of the private records, each of length at most 1 (unit vectors or zeros).</param>
    /// <param name="labels">Class of each record.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="dimension">Length of an encoding.</param>
    /// <param name="noiseMultiplier">Noise over what one record can move: σ as charged, times the records of a unit.</param>
    /// <param name="random">Cryptographic source.</param>
    /// <returns>Class by class, in steps of 1 / <see cref="Scale"/>.</returns>
    public static long[] NoisySums(
        IReadOnlyList<float[]> encodings, IReadOnlyList<int> labels, int classes, int dimension, double noiseMultiplier, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(encodings);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(noiseMultiplier, MinimumNoiseMultiplier);
        var sums = new long[classes * dimension];
        for (int i = 0; i < encodings.Count; i++)
        {
            AddRounded(sums.AsSpan(labels[i] * dimension, dimension), encodings[i]);
        }

        DiscreteGaussianSampler sampler = DiscreteGaussianSampler.FromStandardDeviation(noiseMultiplier * Scale, random);
        return DpHistogram.Release(sums, sampler);
    }

    /// <summary>Adds an encoding on the integer grid. Its length there is at most the scale, whatever comes in.</summary>
    internal static void AddRounded(Span<long> sum, ReadOnlySpan<float> encoding)
    {
        double squared = 0;
        foreach (float value in encoding)
        {
            squared += (double)value * value;
        }

        if (!double.IsFinite(squared))
        {
            return;
        }

        double factor = Scale / Math.Max(1, Math.Sqrt(squared) * (1 + 1e-12));
        for (int d = 0; d < sum.Length; d++)
        {
            sum[d] += (long)Math.Truncate(encoding[d] * factor);
        }
    }
}
