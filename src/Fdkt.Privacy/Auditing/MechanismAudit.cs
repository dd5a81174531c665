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

    // By how much noise is too small where the score is best.
    private const double ExpectedFault = 2.0;

    /// <summary>Runs a plan once over canaries that enter by fair coins, and bounds ε from below.</summary>
    /// <param name="plan">What is claimed. Its record count is the number of canaries m.</param>
    /// <param name="claim">The same as a claim, by <see cref="AuditClaim.Of(PrivacyPlan, double)"/>.</param>
    /// <param name="source">A cryptographic source, unless in a test.</param>
    /// <param name="build">What to break.</param>
    /// <returns>The bounds.</returns>
    public static AuditBounds Bounds(PrivacyPlan plan, AuditClaim claim, IRandomSource source, AuditedBuild build = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(source);
        MechanismFault fault = build.Fault;
        PrivacyPlan running = build.With(plan);
        var member = new CanaryCoins(plan.RecordCount, source);
        PoissonSampler sampler = plan.CreateSampler(source);
        LatticeGaussianNoise? exact = plan.Noise == GradientNoise.Discrete ? running.CreateDiscreteNoise(plan.RecordCount, source) : null;
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
                GaussianNoise.Fill(noise, running.NoiseStandardDeviationOnSum, source);
                for (int i = 0; i < sum.Length; i++)
                {
                    sum[i] += noise[i];
                }
            }

            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] += StepScore(sum[i] / plan.ClipNorm, plan);
            }
        }

        return member.Bounds(scores, claim);
    }

    /// <summary>A score of one step for a canary of the clip norm: log(1 − q + q exp((2x − 1)/2s²)), the log-likelihood ratio for noise s that is half of what is claimed.</summary>
    /// <param name="x">Noisy sum along the canary's direction, in clip norms.</param>
    /// <param name="plan">The claim.</param>
    /// <returns>Larger for members. Where noise is as claimed it tells a little less than the ratio for that noise would; where it is too small it tells far more, and that is what is looked for.</returns>
    public static double StepScore(double x, PrivacyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        double noise = plan.NoiseMultiplier / ExpectedFault;
        double exponent = ((2.0 * x) - 1.0) / (2.0 * noise * noise);
        double q = plan.SamplingProbability;
        return exponent > 30.0 ? exponent + Math.Log(q) : Math.Log(1.0 - q + (q * Math.Exp(exponent)));
    }
}
