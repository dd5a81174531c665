using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Calibration;
using Fdkt.Privacy.Noise;

namespace Fdkt.Privacy.Plans;

/// <summary>
/// Everything that decides the privacy of DP votes: each record adds 1 to each of a few different cells, and the counts are
/// released with exact discrete Gaussian noise. Immutable, thread-safe.
/// </summary>
/// <remarks>
/// Add-or-remove-one adjacency. The cells must be fixed before the private records are seen. Votes of one record that fall into
/// one cell twice break the plan: count them once. Every record votes: there is no sampling to be amplified by.
/// </remarks>
public sealed record HistogramPlan
{
    /// <summary>Creates a plan from its parts; <see cref="Calibrate"/> finds the noise for an ε.</summary>
    /// <param name="recordCount">n, at least 2.</param>
    /// <param name="votesPerRecord">Most cells one record adds 1 to, at least 1.</param>
    /// <param name="noiseMultiplier">σ of the noise on a count, above 0. The sampler takes exactly this double.</param>
    /// <param name="delta">δ in (0, 1/n).</param>
    /// <exception cref="PrivacyParameterException">A value out of its range, with the remedy in the message.</exception>
    public HistogramPlan(int recordCount, int votesPerRecord, double noiseMultiplier, double delta)
    {
        Delta = DeltaRule.Check(delta, recordCount);
        VotesPerRecord = PlanChecks.AtLeastOne(votesPerRecord, "votes per record", "Let each record vote once or more.");
        NoiseMultiplier = PlanChecks.Positive(noiseMultiplier, "noise multiplier", "Calibrate it for an epsilon.");
        RecordCount = recordCount;
    }

    /// <summary>n.</summary>
    public int RecordCount { get; }

    /// <summary>Most cells one record adds 1 to.</summary>
    public int VotesPerRecord { get; }

    /// <summary>σ, in counts.</summary>
    public double NoiseMultiplier { get; }

    /// <summary>δ.</summary>
    public double Delta { get; }

    /// <summary>What one release of the histogram costs.</summary>
    public DiscreteGaussianEvent Event => new(NoiseMultiplier, VotesPerRecord);

    /// <summary>The noise the event assumes, for <see cref="DpHistogram.Release"/>.</summary>
    /// <param name="source">A cryptographic source, unless in a test.</param>
    public DiscreteGaussianSampler CreateSampler(IRandomSource source) =>
        DiscreteGaussianSampler.FromStandardDeviation(NoiseMultiplier, source);

    /// <summary>The guarantee of this plan alone.</summary>
    public PrivacyGuarantee Account() => PrivacyAccounting.Account([Event], Delta);

    /// <summary>A plan with the least noise that keeps ε.</summary>
    /// <param name="recordCount">n, at least 2.</param>
    /// <param name="votesPerRecord">At least 1.</param>
    /// <param name="epsilon">Target ε, above 0, for this plan and <paramref name="besides"/> together.</param>
    /// <param name="delta">δ in (0, 1/n), or null for n^-1.1.</param>
    /// <param name="besides">Other releases about the same records that share the budget; null for none.</param>
    /// <exception cref="PrivacyParameterException">A value out of its range, or an ε out of reach.</exception>
    public static HistogramPlan Calibrate(
        int recordCount, int votesPerRecord, double epsilon, double? delta = null, IReadOnlyList<PrivacyEvent>? besides = null)
    {
        var draft = new HistogramPlan(recordCount, votesPerRecord, 1.0, delta ?? DeltaRule.Default(recordCount));
        double noise = NoiseCalibration.NoiseMultiplierFor(
            sigma => [new DiscreteGaussianEvent(sigma, votesPerRecord), .. besides ?? []], epsilon, draft.Delta);

        // Rounded up to 1/1024: more noise, a plain number in the statement, and small integers in the exact sampler.
        return new HistogramPlan(recordCount, votesPerRecord, Math.Ceiling(noise * 1024.0) / 1024.0, draft.Delta);
    }
}
