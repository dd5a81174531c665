namespace Fdkt.Privacy.Accounting;

/// <summary>Steps of the Poisson-sampled Gaussian mechanism, charged for a unit of several records, such as a user.</summary>
/// <param name="SamplingProbability">q in [0, 1]: the chance of each record to enter each step, by independent coins.</param>
/// <param name="NoiseMultiplier">σ: noise standard deviation over the clip norm of one record. Finite, at least 0; 0 has ε = ∞.</param>
/// <param name="Steps">T, at least 0.</param>
/// <param name="GroupSize">k: most records of one unit, 1 … 1000. The data must be cut to it before sampling.</param>
/// <remarks>
/// Neighbours differ in all records of one unit. A step sees Bin(k, q) of them, so the dominating pair is the mixture of N(i, σ²) with these
/// weights against N(0, σ²): Ganesh 2024, arXiv:2401.10294, Theorem 1.
/// </remarks>
/// <exception cref="PrivacyParameterException">A value out of its range, or NaN.</exception>
public sealed record GroupSampledGaussianEvent(double SamplingProbability, double NoiseMultiplier, int Steps, int GroupSize) : PrivacyEvent
{
    /// <summary>The largest unit that is accounted for.</summary>
    public const int LargestGroup = 1000;

    /// <summary>q in [0, 1].</summary>
    public double SamplingProbability { get; } = PrivacyParameters.Probability(SamplingProbability, "sampling probability");

    /// <summary>σ, finite and at least 0.</summary>
    public double NoiseMultiplier { get; } = PrivacyParameters.NoiseMultiplier(NoiseMultiplier);

    /// <summary>T, at least 0.</summary>
    public int Steps { get; } = PrivacyParameters.Count(Steps, "steps");

    /// <summary>k, at least 1.</summary>
    public int GroupSize { get; } = GroupSize is >= 1 and <= LargestGroup
        ? GroupSize
        : throw new PrivacyParameterException("records per unit", GroupSize, FormattableString.Invariant($"it must lie in 1 … {LargestGroup}."), "Keep fewer records of each user.");

    internal override bool IsVoid => Steps == 0 || SamplingProbability == 0.0;

    /// <summary>
    /// The same releases if batches were cut from shuffled passes: at worst all records of a unit fall into one batch of each pass, which
    /// shifts the sum by k.
    /// </summary>
    internal GaussianEvent WithoutSampling()
    {
        GaussianEvent one = new SampledGaussianEvent(SamplingProbability, NoiseMultiplier, Steps).WithoutSampling();
        return new GaussianEvent(NoiseMultiplier / GroupSize, one.Count);
    }
}
