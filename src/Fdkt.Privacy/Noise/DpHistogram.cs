namespace Fdkt.Privacy.Noise;

/// <summary>Release of integer counts with exact discrete Gaussian noise.</summary>
/// <remarks>
/// The charge is a <see cref="Accounting.DiscreteGaussianEvent"/>: σ per unit of change in one cell, and as its count
/// the number of cells that one record can move by 1. <see cref="Plans.HistogramPlan"/> keeps the two together.
/// </remarks>
public static class DpHistogram
{
    /// <summary>Adds an independent draw to each count.</summary>
    /// <param name="counts">One count per cell. The set of cells must not depend on the private records.</param>
    /// <param name="sampler">The noise. Its σ is what the event charges.</param>
    /// <returns>Noisy counts in the same order; they may be negative. Clamping them later is free.</returns>
    /// <exception cref="OverflowException">A count within the noise of ±2^63.</exception>
    public static long[] Release(ReadOnlySpan<long> counts, DiscreteGaussianSampler sampler)
    {
        ArgumentNullException.ThrowIfNull(sampler);
        var released = new long[counts.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            released[i] = checked(counts[i] + sampler.Next());
        }

        return released;
    }
}
