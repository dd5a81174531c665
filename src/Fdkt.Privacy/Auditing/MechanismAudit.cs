using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;
using Fdkt.Privacy.Sampling;

namespace Fdkt.Privacy.Auditing;

/// <summary>
/// Audits the sampling, clipping and noise that DP training uses, in one run, with the strongest canaries there are: each has a direction of its own,
/// and the auditor sees every noisy sum.
/// </summary>
/// <remarks>Canaries are the only records. With a direction each they do not disturb one another, so one run stands for m.</remarks>
public static class MechanismAudit
{
    // Without clipping a gradient has any length.
    private const double UnclippedLength = 30.0;

    /// <summary>Runs a plan once over canaries that enter by fair coins, and bounds ε from below.</summary>
    /// <param name="plan">What is claimed. Its record count is the number of canaries m.</param>
    /// <param name="source">A cryptographic source, unless in a test.</param>
    /// <param name="significance">Chance of refuting a true claim, in (0, 1).</param>
    /// <param name="fault">What to break.</param>
    /// <returns>The bound; above the plan's ε, the claim is refuted.</returns>
    public static double LowerBound(PrivacyPlan plan, IRandomSource source, double significance = 0.05, MechanismFault fault = MechanismFault.None)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(source);
        var member = new CanaryCoins(plan.RecordCount, source);
        PoissonSampler sampler = plan.CreateSampler(source);
        LatticeGaussianNoise? exact = plan.Noise == GradientNoise.Discrete ? plan.CreateDiscreteNoise(plan.RecordCount, source) : null;
        var passes = new ShuffledPasses(plan.RecordCount, plan.ExpectedBatchSize, source);
        var scores = new double[plan.RecordCount];
        var sum = new float[plan.RecordCount];
        var noise = new float[plan.RecordCount];
        double length = fault == MechanismFault.NoClipping ? UnclippedLength * plan.ClipNorm : plan.ClipNorm;
        for (int step = 0; step < plan.Steps; step++)
        {
            Array.Clear(sum);
            foreach (int record in fault == MechanismFault.Shuffled ? passes.Next() : sampler.Next())
            {
                sum[record] = member[record] ? (float)length : 0f;
            }

            if (exact is not null && fault != MechanismFault.NoNoise)
            {
                exact.AddTo(sum);
            }
            else if (fault != MechanismFault.NoNoise)
            {
                GaussianNoise.Fill(noise, plan.NoiseStandardDeviationOnSum, source);
                for (int i = 0; i < sum.Length; i++)
                {
                    sum[i] += noise[i];
                }
            }

            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] += LogLikelihoodRatio(sum[i] / plan.ClipNorm, plan);
            }
        }

        return member.LowerBound(scores, significance, plan.Delta);
    }

    // The best score of one step for a canary of the clip norm: log(1 − q + q exp((2x − 1)/2σ²)).
    private static double LogLikelihoodRatio(double x, PrivacyPlan plan)
    {
        double exponent = ((2.0 * x) - 1.0) / (2.0 * plan.NoiseMultiplier * plan.NoiseMultiplier);
        double q = plan.SamplingProbability;
        return exponent > 30.0 ? exponent + Math.Log(q) : Math.Log(1.0 - q + (q * Math.Exp(exponent)));
    }
}
