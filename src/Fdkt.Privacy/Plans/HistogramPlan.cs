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

    /// <summary>k: most records that one unit of privacy, such as a user, has in the data; see <see cref="ContributionBound"/>. Default 1.</summary>
    /// <exception cref="PrivacyParameterException">Out of its range.</exception>
    public int RecordsPerUnit
    {
        get;
        init => field = PlanChecks.AtLeastOne(value, "records per unit", "Keep one record of each user or more.");
    } = 1;

    /// <summary>What one release of the histogram costs a unit.</summary>
    public PrivacyEvent Event => EventFor(NoiseMultiplier, VotesPerRecord, RecordsPerUnit);

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
    /// <param name="delta">δ in (0, 1/n), or null for min(1e-5, n^-1.5).</param>
    /// <param name="besides">Other releases about the same records that share the budget; null for none.</param>
    /// <param name="recordsPerUnit">k: most records of one unit of privacy, at least 1.</param>
    /// <exception cref="PrivacyParameterException">A value out of its range, or an ε out of reach.</exception>
    public static HistogramPlan Calibrate(
        int recordCount, int votesPerRecord, double epsilon, double? delta = null, IReadOnlyList<PrivacyEvent>? besides = null, int recordsPerUnit = 1)
    {
        var draft = new HistogramPlan(recordCount, votesPerRecord, 1.0, delta ?? DeltaRule.Default(recordCount)) { RecordsPerUnit = recordsPerUnit };
        double noise = NoiseCalibration.NoiseMultiplierFor(
            sigma => [EventFor(sigma, votesPerRecord, recordsPerUnit), .. besides ?? []], epsilon, draft.Delta);

        // Rounded up to 1/1024: more noise, a plain number in the statement, and small integers in the exact sampler.
        return new HistogramPlan(recordCount, votesPerRecord, Math.Ceiling(noise * 1024.0) / 1024.0, draft.Delta) { RecordsPerUnit = recordsPerUnit };
    }

    // Records of one unit may all vote for the same cells, so a unit moves a count by up to k: charged as the continuous Gaussian that the
    // discrete one keeps for any whole shift.
    private static PrivacyEvent EventFor(double sigma, int votesPerRecord, int recordsPerUnit) => recordsPerUnit == 1
        ? new DiscreteGaussianEvent(sigma, votesPerRecord)
        : new GaussianEvent(DominatingNoise.ContinuousFor(sigma) / recordsPerUnit, votesPerRecord);
}
