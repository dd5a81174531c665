using Fdkt.Learning.Clustering;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Calibration;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;

namespace Fdkt.Learning.Synthesis;

/// <summary>The client's part of a round before the server's: private rows in, differentially private demonstrations out.</summary>
/// <remarks>Each call is one release and is charged as a whole; call it once per round.</remarks>
public static class ClientSynthesis
{
    /// <summary>Releases demonstrations.</summary>
    /// <param name="model">The public model. Not changed.</param>
    /// <param name="rows">The client's private rows, at least 2.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="options">Mechanism and budget.</param>
    /// <param name="random">Cryptographic source of everything that protects privacy.</param>
    /// <param name="progress">Told the number of finished texts; may be null.</param>
    /// <param name="cancellationToken">Stops the work. A release that was stopped has handed out nothing.</param>
    /// <returns>The release.</returns>
    /// <exception cref="Privacy.PrivacyParameterException">The budget or the plan is not possible; the message says what to change.</exception>
    public static ClientRelease Release(
        PublicModel model, IReadOnlyList<Example> rows, int classes, ClientSynthesisOptions options, IRandomSource random, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        DeltaRule.Check(options.Delta, rows.Count);
        MechanismChoice choice = options.Mechanism is { } asked
            ? new MechanismChoice(asked, "as the round file asks")
            : MechanismChoice.For(rows.Count, classes, options.Epsilon);
        HistogramPlan? mix = ClassMix.Plan(rows.Count, options);
        IReadOnlyList<PrivacyEvent> besides = mix is null ? [] : [mix.Event];
        if (mix is not null)
        {
            options = options with { Demos = options.Demos with { PerEachLabel = ClassMix.Release(rows, classes, options.Demos.PerLabel, mix, random) } };
        }

        return choice.Mechanism switch
        {
            SynthesisMechanism.ClassMeans => FromMeans(model, rows, classes, options, choice, besides, random, progress, cancellationToken),
            SynthesisMechanism.Votes => FromVotes(model, rows, classes, options, choice, besides, random, progress, cancellationToken),
            _ => PrivateTrainingSynthesis.Release(model, rows, classes, options, choice, besides, random, progress, cancellationToken),
        };
    }

    private static ClientRelease FromMeans(
        PublicModel model, IReadOnlyList<Example> rows, int classes, ClientSynthesisOptions options, MechanismChoice choice, IReadOnlyList<PrivacyEvent> besides, IRandomSource random, Action<int>? progress, CancellationToken cancellationToken)
    {
        double sigma = Math.Max(
            ClassMeans.MinimumNoiseMultiplier,
            NoiseCalibration.NoiseMultiplierFor(noise => [new GaussianEvent(noise, 1), .. besides], options.Epsilon, options.Delta));
        ILabelScorer scorer = ClassMeans.Release(Encode(model, rows), [.. rows.Select(row => row.Label)], classes, model.Encoder.Dimension, sigma, random);
        return WithScorer(model, scorer, options, choice, [ClassMeans.Event(sigma), .. besides], sigma, progress, cancellationToken);
    }

    private static ClientRelease FromVotes(
        PublicModel model, IReadOnlyList<Example> rows, int classes, ClientSynthesisOptions options, MechanismChoice choice, IReadOnlyList<PrivacyEvent> besides, IRandomSource random, Action<int>? progress, CancellationToken cancellationToken)
    {
        HistogramPlan plan = HistogramPlan.Calibrate(rows.Count, 1, options.Epsilon, options.Delta, besides);
        int topics = options.Topics ?? TopicVotes.DefaultTopics(rows.Count, classes);
        IReadOnlyList<float[]> centroids = SphericalKMeans.Fit(model.Codes, topics, seed: 0).Centroids;
        ILabelScorer scorer = TopicVotes.Release(Encode(model, rows), [.. rows.Select(row => row.Label)], classes, centroids, plan, random);
        return WithScorer(model, scorer, options, choice, [plan.Event, .. besides], plan.NoiseMultiplier, progress, cancellationToken);
    }

    private static float[][] Encode(PublicModel model, IReadOnlyList<Example> rows) => model.Encoder.EncodeAll([.. rows.Select(row => row.Text)]);

    private static ClientRelease WithScorer(
        PublicModel model, ILabelScorer scorer, ClientSynthesisOptions options, MechanismChoice choice, IReadOnlyList<PrivacyEvent> charged, double sigma, Action<int>? progress, CancellationToken cancellationToken)
    {
        DemoSet demos = DemoSampler.Sample(model, scorer, options.Demos, progress, cancellationToken);
        return new ClientRelease(demos, choice, charged, PrivacyAccounting.Account(charged, options.Delta), sigma, 1, 1, null);
    }
}
