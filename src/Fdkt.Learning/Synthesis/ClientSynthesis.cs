using Fdkt.Learning.Clustering;
using Fdkt.Learning.PrivateTraining;
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
    /// <param name="training">Told the steps of a mechanism that trains, before the first text; may be null.</param>
    /// <param name="cancellationToken">Stops the work. A release that was stopped has handed out nothing.</param>
    /// <returns>The release.</returns>
    /// <exception cref="Privacy.PrivacyParameterException">The budget or the plan is not possible; the message says what to change.</exception>
    public static ClientRelease Release(
        PublicModel model, IReadOnlyList<Example> rows, int classes, ClientSynthesisOptions options, IRandomSource random,
        Action<int>? progress = null, IProgress<DpTrainingProgress>? training = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        DeltaRule.Check(options.Delta, rows.Count);
        MechanismChoice choice = options.Mechanism is { } asked
            ? new MechanismChoice(asked, "as the round file asks")
            : MechanismChoice.For(rows.Count, classes, options.Epsilon);
        return choice.Mechanism switch
        {
            SynthesisMechanism.ClassMeans => FromMeans(model, rows, classes, options, choice, random, progress, cancellationToken),
            SynthesisMechanism.Votes => FromVotes(model, rows, classes, options, choice, random, progress, cancellationToken),
            _ => PrivateTrainingSynthesis.Release(model, rows, classes, options, choice, random, progress, training, cancellationToken),
        };
    }

    private static ClientRelease FromMeans(
        PublicModel model, IReadOnlyList<Example> rows, int classes, ClientSynthesisOptions options, MechanismChoice choice, IRandomSource random, Action<int>? progress, CancellationToken cancellationToken)
    {
        double sigma = Math.Max(
            ClassMeans.MinimumNoiseMultiplier,
            NoiseCalibration.NoiseMultiplierFor(noise => [new GaussianEvent(noise, 1)], options.Epsilon, options.Delta));
        ILabelScorer scorer = ClassMeans.Release(Encode(model, rows), [.. rows.Select(row => row.Label)], classes, model.Encoder.Dimension, sigma, random);
        return WithScorer(model, scorer, options, choice, ClassMeans.Event(sigma), sigma, progress, cancellationToken);
    }

    private static ClientRelease FromVotes(
        PublicModel model, IReadOnlyList<Example> rows, int classes, ClientSynthesisOptions options, MechanismChoice choice, IRandomSource random, Action<int>? progress, CancellationToken cancellationToken)
    {
        HistogramPlan plan = HistogramPlan.Calibrate(rows.Count, 1, options.Epsilon, options.Delta);
        int topics = options.Topics ?? TopicVotes.DefaultTopics(rows.Count, classes);
        IReadOnlyList<float[]> centroids = SphericalKMeans.Fit(model.Codes, topics, seed: 0).Centroids;
        ILabelScorer scorer = TopicVotes.Release(Encode(model, rows), [.. rows.Select(row => row.Label)], classes, centroids, plan, random);
        return WithScorer(model, scorer, options, choice, plan.Event, plan.NoiseMultiplier, progress, cancellationToken);
    }

    private static float[][] Encode(PublicModel model, IReadOnlyList<Example> rows) => model.Encoder.EncodeAll([.. rows.Select(row => row.Text)]);

    private static ClientRelease WithScorer(
        PublicModel model, ILabelScorer scorer, ClientSynthesisOptions options, MechanismChoice choice, PrivacyEvent charged, double sigma, Action<int>? progress, CancellationToken cancellationToken)
    {
        DemoSet demos = DemoSampler.Sample(model, scorer, options.Demos, progress, cancellationToken);
        return new ClientRelease(demos, choice, [charged], PrivacyAccounting.Account([charged], options.Delta), sigma, 1, 1, null);
    }
}
