using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Calibration;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Sampling;

namespace Fdkt.Privacy.Plans;

/// <summary>
/// Everything that decides the privacy of one DP training: builds the sampler, states the noise, yields the event that is
/// charged, so they cannot drift apart. Immutable, thread-safe.
/// </summary>
/// <remarks>Steps for a number of epochs are rounded up: T = ⌈epochs · n / batch⌉, so that every pass is completed.</remarks>
public sealed record PrivacyPlan
{
    /// <summary>Creates a plan from its parts; <see cref="Calibrate"/> finds the noise for an ε.</summary>
    /// <param name="recordCount">n, at least 2 and at least one batch.</param>
    /// <param name="expectedBatchSize">Mean of the batch size, 1 … n. q is this over n.</param>
    /// <param name="noiseMultiplier">σ: noise standard deviation on the sum over the clip norm. Finite, above 0.</param>
    /// <param name="clipNorm">C: L2 bound of one record's contribution, in the units of the gradient. Finite, above 0.</param>
    /// <param name="steps">T, at least 1. Steps with an empty batch count and are noisy too.</param>
    /// <param name="delta">δ in (0, 1/n).</param>
    /// <param name="adjacency">Only <see cref="Plans.Adjacency.ZeroOut"/> is supported.</param>
    /// <param name="unit">What one record is, in plain words, for the statement.</param>
    /// <exception cref="PrivacyParameterException">A value out of its range, with the remedy in the message.</exception>
    /// <exception cref="NotSupportedException">Another adjacency.</exception>
    public PrivacyPlan(
        int recordCount, int expectedBatchSize, double noiseMultiplier, double clipNorm, int steps, double delta,
        Adjacency adjacency = Adjacency.ZeroOut, string unit = "one record")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(unit);
        Delta = DeltaRule.Check(delta, recordCount);
        CheckBatch(recordCount, expectedBatchSize);
        NoiseMultiplier = PlanChecks.Positive(noiseMultiplier, "noise multiplier", "Calibrate it for an epsilon.");
        ClipNorm = PlanChecks.Positive(clipNorm, "clip norm", "Give the L2 bound of one record's gradient, such as 1.");
        Steps = PlanChecks.AtLeastOne(steps, "steps", "Train for at least one step.");
        if (adjacency != Adjacency.ZeroOut)
        {
            throw new NotSupportedException($"Adjacency '{adjacency}' is not supported: the accountants prove zero-out.");
        }

        RecordCount = recordCount;
        ExpectedBatchSize = expectedBatchSize;
        Adjacency = adjacency;
        Unit = unit;
    }

    /// <summary>n, a public number: the real number of records decides nothing.</summary>
    public int RecordCount { get; }

    /// <summary>Mean batch size qn; the divisor of the noisy sum at every step, whatever was drawn.</summary>
    public int ExpectedBatchSize { get; }

    /// <summary>q, the batch size over n.</summary>
    public double SamplingProbability => (double)ExpectedBatchSize / RecordCount;

    /// <summary>σ, dimensionless.</summary>
    public double NoiseMultiplier { get; }

    /// <summary>C, in the units of the gradient.</summary>
    public double ClipNorm { get; }

    /// <summary>T.</summary>
    public int Steps { get; }

    /// <summary>δ.</summary>
    public double Delta { get; }

    /// <summary>Which data sets count as neighbours.</summary>
    public Adjacency Adjacency { get; }

    /// <summary>What one record is.</summary>
    public string Unit { get; }

    /// <summary>The kind of noise. Both kinds keep the event; the discrete one is scaled up for its rounding. Default Gaussian.</summary>
    public GradientNoise Noise { get; init; }

    /// <summary>σC: standard deviation of the noise on each coordinate of the clipped sum.</summary>
    public double NoiseStandardDeviationOnSum => NoiseMultiplier * ClipNorm;

    /// <summary>σC/(qn): the same on the averaged gradient, whatever the physical batch size.</summary>
    public double NoiseStandardDeviationOnMean => NoiseStandardDeviationOnSum / ExpectedBatchSize;

    /// <summary>k: most records that one unit of privacy, such as a user, has in the data; see <see cref="ContributionBound"/>. Default 1.</summary>
    /// <exception cref="PrivacyParameterException">Out of its range.</exception>
    public int RecordsPerUnit
    {
        get;
        init => field = PlanChecks.AtLeastOne(value, "records per unit", "Keep one record of each user or more.");
    } = 1;

    /// <summary>What running the plan to its end costs a unit.</summary>
    public PrivacyEvent Event => EventFor(SamplingProbability, NoiseMultiplier, Steps, RecordsPerUnit);

    /// <summary>The sampler the event assumes, over as many records as the plan is for.</summary>
    /// <param name="source">A cryptographic source, unless in a test.</param>
    public PoissonSampler CreateSampler(IRandomSource source) => CreateSampler(RecordCount, source);

    /// <summary>
    /// The sampler the event assumes, over the records that there really are: each by its own coin of probability <see cref="SamplingProbability"/>, which is made of the public n.
    /// </summary>
    /// <param name="records">How many there really are, at least 0; they may be fewer or more than n.</param>
    /// <param name="source">A cryptographic source, unless in a test.</param>
    public PoissonSampler CreateSampler(int records, IRandomSource source) => new(records, SamplingProbability, source);

    /// <summary>The exact noise the event assumes, where <see cref="Noise"/> asks for it.</summary>
    /// <param name="dimension">Number of trained values, at least 1.</param>
    /// <param name="source">A cryptographic source, unless in a test.</param>
    public LatticeGaussianNoise CreateDiscreteNoise(long dimension, IRandomSource source) => new(NoiseMultiplier, ClipNorm, dimension, source);

    /// <summary>The guarantee of this plan alone.</summary>
    public PrivacyGuarantee Account() => PrivacyAccounting.Account([Event], Delta);

    /// <summary>The rounding rule for steps: ⌈epochs · n / batch⌉.</summary>
    /// <param name="recordCount">n, at least one batch.</param>
    /// <param name="expectedBatchSize">At least 1.</param>
    /// <param name="epochs">Passes over the records, finite, above 0; fractions are allowed.</param>
    /// <returns>At least 1.</returns>
    /// <exception cref="PrivacyParameterException">A value out of its range.</exception>
    public static int StepsForEpochs(int recordCount, int expectedBatchSize, double epochs)
    {
        CheckBatch(recordCount, expectedBatchSize);
        PlanChecks.Positive(epochs, "epochs", "Train for more than 0 epochs.");
        double steps = Math.Ceiling(epochs * recordCount / expectedBatchSize);
        return steps <= int.MaxValue
            ? (int)steps
            : throw new PrivacyParameterException("epochs", epochs, "they take more than 2^31 steps.", "Use a larger batch.");
    }

    /// <summary>A plan with the least noise that keeps ε.</summary>
    /// <param name="recordCount">n.</param>
    /// <param name="expectedBatchSize">1 … n.</param>
    /// <param name="steps">T, at least 1; see <see cref="StepsForEpochs"/>.</param>
    /// <param name="clipNorm">C, above 0.</param>
    /// <param name="epsilon">Target ε, above 0, for this plan and <paramref name="besides"/> together.</param>
    /// <param name="delta">δ in (0, 1/n), or null for min(1e-5, n^-1.5).</param>
    /// <param name="besides">Other releases about the same records that share the budget; null for none.</param>
    /// <param name="recordsPerUnit">k: most records of one unit of privacy, at least 1.</param>
    /// <exception cref="PrivacyParameterException">A value out of its range, or an ε out of reach.</exception>
    public static PrivacyPlan Calibrate(
        int recordCount, int expectedBatchSize, int steps, double clipNorm, double epsilon, double? delta = null,
        IReadOnlyList<PrivacyEvent>? besides = null, int recordsPerUnit = 1)
    {
        // A draft with any noise checks every other value before the search.
        var draft = new PrivacyPlan(
            recordCount, expectedBatchSize, 1.0, clipNorm, steps, delta ?? DeltaRule.Default(recordCount))
        { RecordsPerUnit = recordsPerUnit };
        double noise = NoiseCalibration.NoiseMultiplierFor(
            sigma => [EventFor(draft.SamplingProbability, sigma, steps, recordsPerUnit), .. besides ?? []], epsilon, draft.Delta);
        return new PrivacyPlan(recordCount, expectedBatchSize, noise, clipNorm, steps, draft.Delta) { RecordsPerUnit = recordsPerUnit };
    }

    private static PrivacyEvent EventFor(double q, double sigma, int steps, int recordsPerUnit) => recordsPerUnit == 1
        ? new SampledGaussianEvent(q, sigma, steps)
        : new GroupSampledGaussianEvent(q, sigma, steps, recordsPerUnit);

    private static void CheckBatch(int recordCount, int expectedBatchSize)
    {
        PlanChecks.AtLeastOne(expectedBatchSize, "expected batch size", "Give a size from 1 to the number of records.");
        if (recordCount < expectedBatchSize)
        {
            throw new PrivacyParameterException(
                "record count",
                recordCount,
                FormattableString.Invariant($"that is less than one batch of {expectedBatchSize}."),
                "Use a smaller batch or give the client more records.");
        }
    }
}
