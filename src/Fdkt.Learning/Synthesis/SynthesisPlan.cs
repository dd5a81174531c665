using Fdkt.Privacy;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Calibration;
using Fdkt.Privacy.Plans;

namespace Fdkt.Learning.Synthesis;

/// <summary>
/// What a client is about to release and what it costs, decided from public facts alone: the number of records and of classes and the
/// options. Rows may have been read by then, and nothing that was read decides anything here; a ledger reserves <see cref="Events"/> before a
/// mechanism computes anything that could leave. Immutable.
/// </summary>
public sealed record SynthesisPlan
{
    private const int DefaultEpochs = 40;
    private const int BatchesPerEpoch = 4;
    private const int LargestBatch = 1_024;

    /// <summary>Part of ε that the votes which refine the output of DP-SGD may cost on their own.</summary>
    private const double RefinementShare = 0.25;

    private SynthesisPlan(int records, int classes, ClientSynthesisOptions options, MechanismChoice choice) =>
        (Records, Classes, Options, Choice) = (records, classes, options, choice);

    /// <summary>n.</summary>
    public int Records { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>What was asked for.</summary>
    public ClientSynthesisOptions Options { get; }

    /// <summary>The mechanism and why.</summary>
    public MechanismChoice Choice { get; }

    /// <summary>Everything the release will be charged; at least one event.</summary>
    public IReadOnlyList<PrivacyEvent> Events { get; private init; } = [];

    /// <summary>σ of the mechanism, over what one unit of privacy can move; of DP-SGD, over the clip norm of one record, and where votes refine its output.</summary>
    public double NoiseMultiplier { get; private init; }

    /// <summary>q; 1 for a mechanism that looks at every record once.</summary>
    public double SamplingProbability { get; private init; } = 1;

    /// <summary>T; 1 for a mechanism that looks at every record once.</summary>
    public int Steps { get; private init; } = 1;

    /// <summary>Clip norm of DP-SGD; null elsewhere.</summary>
    public double? ClipNorm { get; private init; }

    /// <summary>The plan of DP-SGD; null elsewhere.</summary>
    internal PrivacyPlan? Training { get; private init; }

    /// <summary>The plan of the votes, or of those that refine the output of DP-SGD; null where nothing is voted on.</summary>
    internal HistogramPlan? Votes { get; private init; }

    /// <summary>The plan of the histogram of classes; null where the label mix is uniform.</summary>
    internal HistogramPlan? Mix { get; private init; }

    private IReadOnlyList<PrivacyEvent> Besides => Mix is null ? [] : [Mix.Event];

    /// <summary>Makes the plan of a release.</summary>
    /// <param name="records">n, at least 2.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="options">Mechanism and budget.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="PrivacyParameterException">The budget or the plan is not possible; the message says what to change.</exception>
    public static SynthesisPlan For(int records, int classes, ClientSynthesisOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        DeltaRule.Check(options.Delta, records);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RecordsPerUnit, 1);
        MechanismChoice choice = options.Mechanism is { } asked
            ? new MechanismChoice(asked, "as the round file asks")
            : MechanismChoice.For(records, classes, options.Epsilon, options.RecordsPerUnit);
        var plan = new SynthesisPlan(records, classes, options, choice) { Mix = ClassMix.Plan(records, options) };
        return choice.Mechanism switch
        {
            SynthesisMechanism.ClassMeans => plan.WithMeans(),
            SynthesisMechanism.Votes => plan.WithVotes(),
            _ => plan.WithTraining(),
        };
    }

    /// <summary>A plan that protects nothing: all weights, no noise, no clipping. For comparisons and audits; its ε is infinite, so no ledger takes it.</summary>
    internal static SynthesisPlan WithoutPrivacy(int records, int classes, ClientSynthesisOptions options)
    {
        const double Nothing = 1e-12;
        int batch = Math.Clamp(records / BatchesPerEpoch, 1, LargestBatch);
        var training = new PrivacyPlan(records, batch, Nothing, 1 / Math.Sqrt(Nothing), PrivacyPlan.StepsForEpochs(records, batch, options.Epochs ?? DefaultEpochs), options.Delta);
        var choice = new MechanismChoice(SynthesisMechanism.Full, "for comparison: nothing is protected");
        return new SynthesisPlan(records, classes, options, choice) { Training = training, NoiseMultiplier = 0, Steps = training.Steps, Events = [training.Event] };
    }

    /// <summary>What the accountants make of <see cref="Events"/>.</summary>
    /// <returns>The guarantee at δ of the options.</returns>
    public PrivacyGuarantee Account() => PrivacyAccounting.Account(Events, Options.Delta);

    private SynthesisPlan WithMeans()
    {
        double sigma = Math.Max(
            ClassMeans.MinimumNoiseMultiplier,
            NoiseCalibration.NoiseMultiplierFor(noise => [new GaussianEvent(noise, 1), .. Besides], Options.Epsilon, Options.Delta));
        return this with { NoiseMultiplier = sigma, Events = [ClassMeans.Event(sigma), .. Besides] };
    }

    private SynthesisPlan WithVotes()
    {
        HistogramPlan votes = HistogramPlan.Calibrate(Records, 1, Options.Epsilon, Options.Delta, Besides, Options.RecordsPerUnit);
        return this with { Votes = votes, NoiseMultiplier = votes.NoiseMultiplier, Events = [votes.Event, .. Besides] };
    }

    private SynthesisPlan WithTraining()
    {
        HistogramPlan? votes = Options.RefineWithVotes ? HistogramPlan.Calibrate(Records, 1, Options.Epsilon * RefinementShare, Options.Delta, recordsPerUnit: Options.RecordsPerUnit) : null;
        IReadOnlyList<PrivacyEvent> others = votes is null ? Besides : [votes.Event, .. Besides];
        int batch = Options.ExpectedBatchSize ?? Math.Clamp(Records / BatchesPerEpoch, 1, LargestBatch);
        int steps = PrivacyPlan.StepsForEpochs(Records, batch, Options.Epochs ?? DefaultEpochs);
        PrivacyPlan training = PrivacyPlan.Calibrate(Records, batch, steps, Options.ClipNorm, Options.Epsilon, Options.Delta, others, Options.RecordsPerUnit)
            with
        { Noise = Options.Noise };
        return this with
        {
            Training = training,
            Votes = votes,
            NoiseMultiplier = training.NoiseMultiplier,
            SamplingProbability = training.SamplingProbability,
            Steps = training.Steps,
            ClipNorm = training.ClipNorm,
            Events = [training.Event, .. others],
        };
    }
}
