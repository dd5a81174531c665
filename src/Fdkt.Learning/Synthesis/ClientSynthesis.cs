using Fdkt.Learning.Clustering;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;
using Fdkt.Privacy.Noise;

namespace Fdkt.Learning.Synthesis;

/// <summary>The client's part of a round before the server's: private rows in, differentially private demonstrations out.</summary>
/// <remarks>Each call is one release and is charged as a whole; call it once per round.</remarks>
public static class ClientSynthesis
{
    /// <summary>Plans a release and runs it.</summary>
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
        ArgumentNullException.ThrowIfNull(rows);
        return Release(model, rows, SynthesisPlan.For(rows.Count, classes, options), random, progress, training, cancellationToken);
    }

    /// <summary>Releases demonstrations as planned.</summary>
    /// <param name="model">The public model. Not changed.</param>
    /// <param name="rows">
    /// The client's private rows. The plan's number of records is public and decides noise, sampling rate, steps and topics; the real number decides nothing, may be
    /// smaller or larger, and none will do: a record that is missing adds nothing to a sum and to a draw.
    /// </param>
    /// <param name="plan">What is released and charged.</param>
    /// <param name="random">Cryptographic source of everything that protects privacy.</param>
    /// <param name="progress">Told the number of finished texts; may be null.</param>
    /// <param name="training">Told the steps of a mechanism that trains, before the first text; may be null.</param>
    /// <param name="cancellationToken">Stops the work. A release that was stopped has handed out nothing.</param>
    /// <returns>The release.</returns>
    public static ClientRelease Release(
        PublicModel model, IReadOnlyList<Example> rows, SynthesisPlan plan, IRandomSource random,
        Action<int>? progress = null, IProgress<DpTrainingProgress>? training = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(plan);
        DemoOptions wanted = plan.Mix is { } mix
            ? plan.Options.Demos with { PerEachLabel = ClassMix.Release(rows, plan.Classes, plan.Options.Demos.PerLabel, mix, random) }
            : plan.Options.Demos;
        DemoSet demos = plan.Choice.Mechanism switch
        {
            SynthesisMechanism.ClassMeans => FromMeans(model, rows, plan, wanted, random, progress, cancellationToken),
            SynthesisMechanism.Votes => FromVotes(model, rows, plan, wanted, random, progress, cancellationToken),
            _ => PrivateTrainingSynthesis.Release(model, rows, plan, wanted, random, progress, training, cancellationToken),
        };
        return new ClientRelease(demos, plan.Choice, plan.Events, plan.Account(), plan.NoiseMultiplier, plan.SamplingProbability, plan.Steps, plan.ClipNorm);
    }

    private static DemoSet FromMeans(
        PublicModel model, IReadOnlyList<Example> rows, SynthesisPlan plan, DemoOptions demos, IRandomSource random, Action<int>? progress, CancellationToken cancellationToken)
    {
        // The records of one unit may all point the same way: together they move the sums by k times what one does.
        ILabelScorer scorer = ClassMeans.Release(Encode(model, rows), [.. rows.Select(row => row.Label)], plan.Classes, model.Encoder.Dimension, plan.NoiseMultiplier * plan.Options.RecordsPerUnit, random);
        return DemoSampler.Sample(model, scorer, demos, progress, cancellationToken);
    }

    private static DemoSet FromVotes(
        PublicModel model, IReadOnlyList<Example> rows, SynthesisPlan plan, DemoOptions demos, IRandomSource random, Action<int>? progress, CancellationToken cancellationToken)
    {
        int topics = plan.Options.Topics ?? TopicVotes.DefaultTopics(plan.Records, plan.Classes);
        IReadOnlyList<float[]> centroids = SphericalKMeans.Fit(model.Codes, topics, seed: 0).Centroids;
        ILabelScorer scorer = TopicVotes.Release(Encode(model, rows), [.. rows.Select(row => row.Label)], plan.Classes, centroids, plan.Votes!, random);
        return DemoSampler.Sample(model, scorer, demos, progress, cancellationToken);
    }

    private static float[][] Encode(PublicModel model, IReadOnlyList<Example> rows) => model.Encoder.EncodeAll([.. rows.Select(row => row.Text)]);
}
