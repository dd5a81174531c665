using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Releases;
using Fdkt.GpuJobs.Students;
using Fdkt.Learning.Augmentation;
using Fdkt.Learning.Encoders;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Stages;

/// <summary>What the server works from: the tables of all clients added up, or, where clients released none, their demonstrations.</summary>
/// <param name="Table">Reads the values.</param>
/// <param name="Values">The sums.</param>
/// <param name="Demonstrations">Real public texts that they point at, or the clients' own.</param>
/// <param name="OwnPartIsKnown">Whether a client can take its own rows out of the sums.</param>
public sealed record PooledRelease(IPrivateTable Table, TableValues Values, IReadOnlyList<Example> Demonstrations, bool OwnPartIsKnown);

/// <summary>The server's part of a round: public texts that the pooled release finds, and texts that a language model writes from demonstrations. Knows no private row.</summary>
/// <param name="round">The encoder and the public texts.</param>
/// <param name="generator">The language model; null where there is none.</param>
/// <param name="labels">Names of the classes.</param>
/// <param name="domain">What the texts are, in words.</param>
/// <param name="section">How much is written, and how.</param>
/// <param name="progress">Told of the stage.</param>
/// <param name="clusterer">Clusters demonstrations for prompts; null takes the round's encoder.</param>
public sealed class ServerTextStage(
    EncodedRound round, ITextGenerator? generator, IReadOnlyList<string> labels, string domain, AugmentationSection section, IRunProgress progress, ITextEncoder? clusterer = null)
{
    private readonly HeadSettings _settings = new();
    private readonly MeteredGenerator? _generator = generator is null ? null : new MeteredGenerator(generator);

    private int Classes => labels.Count;

    /// <summary>Adds up what clients released.</summary>
    /// <param name="sums">Their tables, all of one space; empty where they released none.</param>
    /// <param name="demos">Their demonstrations.</param>
    /// <param name="table">The table of the round.</param>
    /// <param name="wanted">Demonstrations wanted of each class.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What the server works from.</returns>
    public async Task<PooledRelease> PoolAsync(
        IReadOnlyList<Contracts.Artifacts.ReleasedSums> sums, IReadOnlyList<Example> demos, IPrivateTable? table, int wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sums);
        if (sums.Count > 0 && table is not null)
        {
            var values = TableValues.Pool(table, sums);
            return new PooledRelease(table, values, round.Demonstrations(table, values, [.. Enumerable.Repeat(wanted, Classes)]).Demos, OwnPartIsKnown: true);
        }

        // Texts that a model wrote under differential privacy have class sums like any others, and no noise of their own.
        LabelledStates states = await round.ReceivedAsync(demos, cancellationToken).ConfigureAwait(false);
        return new PooledRelease(round.Means, new TableValues(round.Means.Exact(states), 0), demos, OwnPartIsKnown: false);
    }

    /// <summary>What clients learn from by a method.</summary>
    /// <param name="method">A method whose text the server makes.</param>
    /// <param name="pooled">What it works from.</param>
    /// <param name="seed">Of prompts, sampling and shuffled classes.</param>
    /// <param name="title">What the stage belongs to, for people.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The texts.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Comparison.NonPrivateDemos"/> with a model outside this process: what private rows chose would leave it.</exception>
    public async Task<MethodTexts> RunAsync(Comparison method, PooledRelease pooled, int seed, string title, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pooled);
        if (method == Comparison.NonPrivateDemos && (_generator is { StaysInProcess: false } || clusterer is { StaysInProcess: false }))
        {
            throw new InvalidOperationException("Private rows are shown to no model outside this process.");
        }

        return method switch
        {
            Comparison.DemosOnly => MethodTexts.Given(await round.ReceivedAsync(pooled.Demonstrations, cancellationToken).ConfigureAwait(false)),
            Comparison.ZeroShot => await ZeroShotAsync(seed, title, cancellationToken).ConfigureAwait(false),
            Comparison.PublicPseudoLabels => Found(pooled, 1),
            Comparison.FdktPublicText => Found(pooled, _settings.PublicPart),
            Comparison.FdktGenerated => await WrittenAsync(method, pooled, filter: true, seed, title, cancellationToken).ConfigureAwait(false),
            Comparison.NoFilter => await BothAsync(method, pooled, 1, filter: false, seed, title, cancellationToken).ConfigureAwait(false),
            Comparison.Fdkt or Comparison.NonPrivateDemos => await BothAsync(method, pooled, _settings.PublicPart, filter: true, seed, title, cancellationToken).ConfigureAwait(false),
            Comparison.RandomClassDemos => Shuffled(await BothAsync(method, pooled, _settings.PublicPart, filter: true, seed, title, cancellationToken).ConfigureAwait(false), seed),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "The server makes no text for this method."),
        };
    }

    private MethodTexts Found(PooledRelease pooled, double part)
    {
        LabelledStates found = ReleasedTexts.Find(round.Corpus, pooled.Table, pooled.Values, part);
        var report = StageCounts.Of("find public texts", round.Corpus.Texts.Count, found.Count, "in doubt, or more than are used");
        return new MethodTexts(found, null, pooled.OwnPartIsKnown ? pooled.Values : null, pooled.Table, part, [report]);
    }

    private async Task<MethodTexts> WrittenAsync(Comparison method, PooledRelease pooled, bool filter, int seed, string title, CancellationToken cancellationToken)
    {
        if (_generator is null || pooled.Demonstrations.Count == 0)
        {
            return MethodTexts.None;
        }

        AugmentationOptions options = RoundOptions.Augmentation(section, Classes, seed) with { Filter = filter };
        using IStageProgress stage = Stage(method, title, options.TextsPerLabel * (filter ? options.Oversampling : 1));
        try
        {
            AugmentationResult result = await TensorWork.RunAsync(
                () => Server().AugmentAsync(pooled.Demonstrations, options, done => stage.Report(done), cancellationToken), cancellationToken).ConfigureAwait(false);
            stage.Complete($"{result.Texts.Count} texts");
            LabelledStates written = await round.ReceivedAsync(result.Texts, cancellationToken).ConfigureAwait(false);
            return new MethodTexts(null, written, null, null, 1, [.. result.Stages.Select(StageCounts.Report)]);
        }
        catch (ClassVanishedException error)
        {
            // Public text is there in any case: a model that can't write of a class must not end the round.
            progress.Warn($"{title}: what the language model wrote is left out. {error.Message}");
            return MethodTexts.None;
        }
    }

    private async Task<MethodTexts> BothAsync(Comparison method, PooledRelease pooled, double part, bool filter, int seed, string title, CancellationToken cancellationToken)
    {
        MethodTexts found = Found(pooled, part);
        MethodTexts written = await WrittenAsync(method, pooled, filter, seed, title, cancellationToken).ConfigureAwait(false);
        return found with { Written = written.Written, Stages = [.. found.Stages, .. written.Stages] };
    }

    /// <summary>Without a release: a language model that is told the names of the classes, or, where there is none, the public texts nearest to those names.</summary>
    private async Task<MethodTexts> ZeroShotAsync(int seed, string title, CancellationToken cancellationToken)
    {
        if (_generator is not null)
        {
            AugmentationOptions options = RoundOptions.Augmentation(section, Classes, seed);
            using IStageProgress stage = Stage(Comparison.ZeroShot, title, options.TextsPerLabel);
            AugmentationResult result = await TensorWork.RunAsync(
                () => Server().ZeroShotAsync(options, done => stage.Report(done), cancellationToken), cancellationToken).ConfigureAwait(false);
            stage.Complete($"{result.Texts.Count} texts");
            return new MethodTexts(null, await round.ReceivedAsync(result.Texts, cancellationToken).ConfigureAwait(false), null, null, 1, []);
        }

        LabelledStates names = await round.ReceivedAsync([.. labels.Select((label, c) => new Example($"{domain}: {label}", c))], cancellationToken).ConfigureAwait(false);
        // A name is compared with whole texts, so only what names differ in may count: their mean is taken out.
        double[][] sums = round.Means.Exact(names);
        double[] mean = [.. Enumerable.Range(0, sums[0].Length).Select(d => sums.Average(sum => sum[d]))];
        var values = new TableValues([.. sums.Select(sum => sum.Select((value, d) => value - mean[d]).ToArray())], 0);
        return MethodTexts.Given(ReleasedTexts.Find(round.Corpus, round.Means, values, _settings.PublicPart));
    }

    private ServerStages Server() => new(_generator!, labels, domain, clusterer ?? round.Encoder, round.Encoder);

    private IStageProgress Stage(Comparison method, string title, double perLabel) =>
        progress.StartStage($"{title}: write texts, {ComparisonTitles.Of(method)}", (long)Math.Ceiling(perLabel) * Classes, "texts");

    private static MethodTexts Shuffled(MethodTexts texts, int seed)
    {
        LabelledStates? Mixed(LabelledStates? states)
        {
            if (states is null)
            {
                return null;
            }

            int[] classes = [.. states.Labels];
            new Random(seed).Shuffle(classes);
            return new LabelledStates(states.States, classes, states.Classes, [.. states.Examples.Select(example => example.Text)]);
        }

        return texts with { Found = Mixed(texts.Found), Written = Mixed(texts.Written), Values = null };
    }
}
