namespace Fdkt.Privacy.Accounting;

/// <summary>Steps of the Poisson-sampled Gaussian mechanism, as in DP-SGD.</summary>
/// <param name="SamplingProbability">
/// q in [0, 1]: the chance of each record to enter each step, by independent coins. 0 releases nothing, 1 is the plain Gaussian.
/// </param>
/// <param name="NoiseMultiplier">σ: noise standard deviation over the clip norm. Finite, at least 0; 0 has ε = ∞.</param>
/// <param name="Steps">T, at least 0.</param>
/// <remarks>Abadi et al. 2016, arXiv:1607.00133. Shuffled batches of fixed size are not this event.</remarks>
/// <exception cref="PrivacyParameterException">A value out of its range, or NaN.</exception>
public sealed record SampledGaussianEvent(double SamplingProbability, double NoiseMultiplier, int Steps) : PrivacyEvent
{
    /// <summary>q in [0, 1].</summary>
    public double SamplingProbability { get; } = PrivacyParameters.Probability(SamplingProbability, "sampling probability");

    /// <summary>σ, finite and at least 0.</summary>
    public double NoiseMultiplier { get; } = PrivacyParameters.NoiseMultiplier(NoiseMultiplier);

    /// <summary>T, at least 0.</summary>
    public int Steps { get; } = PrivacyParameters.Count(Steps, "steps");

    internal override bool IsVoid => Steps == 0 || SamplingProbability == 0.0;

    /// <summary>
    /// The same releases if the batches were not sampled at all but cut from shuffled passes over the records: every record
    /// takes part once in each pass begun, with the plain Gaussian.
    /// </summary>
    /// <remarks>The last batch of the last pass is not topped up from a further pass: see the rounding rule of the plan.</remarks>
    internal GaussianEvent WithoutSampling()
    {
        // q(T − 1) is how far, in passes, the last step begins. The small term makes rounding claim less, never more.
        double passesBefore = SamplingProbability * (Steps - 1);
        int passes = IsVoid ? 0 : Math.Min(Steps, 1 + (int)Math.Floor(passesBefore + 1e-9));
        return new GaussianEvent(NoiseMultiplier, passes);
    }
}
