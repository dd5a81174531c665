using Fdkt.Cli.Progress;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.Learning.Augmentation;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;

namespace Fdkt.Cli.Runs;

/// <summary>One repetition: deals the rows, lets every client release, augments, trains and scores every method asked for.</summary>
internal sealed class SeedRunner(RunInputs inputs, PublicModel model, RoundFile round, RunFolder folder, IRunProgress progress)
{
    private const int SamplesPerKind = 2;

    private readonly string[] _testTexts = [.. inputs.Test.Select(row => row.Text)];
    private readonly int[] _testLabels = [.. inputs.Test.Select(row => row.Label)];
    private readonly List<StageReport> _stages = [];

    private int Classes => inputs.Labels.Count;

    public async Task<SeedOutcome> RunAsync(int seed, string title, CancellationToken cancellationToken)
    {
        _stages.Clear();
        IReadOnlyList<ClientRecords> clients = ClientDealer.Deal(inputs.Private, Classes, round.Clients, seed);
        var releases = new List<ClientRelease>();
        var releaser = new ReleaseStage(inputs, model, round, folder, progress);
        foreach (ClientRecords client in clients)
        {
            releases.Add(await releaser.RunAsync(client, seed, title, cancellationToken).ConfigureAwait(false));
        }

        _stages.Add(StageCounts.Sum(releases.Select(release => release.Stage)));
        ReleasedDataset pooled = ReleasedDataset.Derive([.. releases.Select(release => release.Demos)], releases.SelectMany(release => release.Demos.Rows), "server");
        Example[] demos = [.. RunInputsLoader.Number(pooled.Rows, inputs.Labels)];

        ClientFilter[] filters = [.. clients.Select(client => new ClientFilter(model, client.Rows, Classes))];
        var scores = new Dictionary<Comparison, IReadOnlyList<Score>>();
        IReadOnlyList<Example> fdkt = [];
        foreach (Comparison comparison in round.Comparisons)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<Example> texts = await TextsAsync(comparison, seed, title, demos, clients, cancellationToken).ConfigureAwait(false);
            if (comparison == Comparison.Fdkt)
            {
                fdkt = ReleasedDataset.Derive([pooled], Named(texts), "server").Rows.Count > 0 ? texts : [];
            }

            using IStageProgress stage = progress.StartStage($"{title}: train and test, {ComparisonTitles.Of(comparison)}", clients.Count, "clients");
            var perClient = new List<Score>();
            for (int k = 0; k < clients.Count; k++)
            {
                perClient.Add(Test(comparison, texts, clients[k].Rows, filters[k], seed, cancellationToken));
                stage.Report(k + 1);
            }

            scores[comparison] = perClient;
            stage.Complete($"{100 * perClient.Average(score => score.Accuracy):0.0} %");
        }

        return new SeedOutcome(
            seed, scores, [.. _stages], [.. releases.Select(release => release.Privacy)],
            [.. clients.Select(client => new ClientSize(client.Name, client.Rows.Count))], Samples(demos, fdkt));
    }

    /// <summary>The text a method trains on before the private rows.</summary>
    private async Task<IReadOnlyList<Example>> TextsAsync(
        Comparison comparison, int seed, string title, Example[] demos, IReadOnlyList<ClientRecords> clients, CancellationToken cancellationToken)
    {
        AugmentationOptions options = RoundOptions.Augmentation(round.Augmentation, Classes, seed);
        return comparison switch
        {
            Comparison.PrivateOnly or Comparison.PublicFeatures => [],
            Comparison.DemosOnly => demos,
            Comparison.ZeroShot => await ZeroShotAsync(options, title, cancellationToken).ConfigureAwait(false),
            Comparison.SelfTraining => await UnpromptedAsync(options, title, cancellationToken).ConfigureAwait(false),
            Comparison.NoFilter => await AugmentAsync(comparison, demos, options with { Filter = false }, title, cancellationToken).ConfigureAwait(false),
            Comparison.Fdkt => await AugmentAsync(comparison, demos, options, title, cancellationToken).ConfigureAwait(false),
            Comparison.NonPrivateDemos => await AugmentAsync(
                comparison, [.. clients.SelectMany(client => client.Rows)], options, title, cancellationToken).ConfigureAwait(false),
            Comparison.RandomClassDemos => await AugmentAsync(comparison, RandomClasses(demos, seed), options, title, cancellationToken).ConfigureAwait(false),
            _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "Unknown method."),
        };
    }

    private Score Test(Comparison comparison, IReadOnlyList<Example> texts, IReadOnlyList<Example> rows, ClientFilter filter, int seed, CancellationToken cancellationToken)
    {
        StudentOptions options = RoundOptions.Student(round.Training);
        IReadOnlyList<Example> received = texts;
        if (comparison == Comparison.SelfTraining)
        {
            received = SelfTraining.Label(received, rows, Classes, options, seed, cancellationToken);
        }
        else if (round.Augmentation.ClientFilter && comparison is Comparison.Fdkt or Comparison.ZeroShot or Comparison.NonPrivateDemos or Comparison.RandomClassDemos)
        {
            IReadOnlyList<Example> kept = filter.Apply(received, round.Augmentation.ClientFilterThreshold);
            if (comparison == Comparison.Fdkt)
            {
                StageCounts.Add(_stages, StageCounts.Of("client filter", received.Count, kept.Count, "unlikely to the client's judge"));
            }

            received = kept;
        }

        Student student = StudentTrainer.Train(received, rows, Classes, options, seed, cancellationToken);
        double[][] predicted = student.Predict(_testTexts);
        // Who takes part in the federation has the public encoder, and the judge that reads with it. Private-only is the client outside of it;
        // "public features" is the client that takes the encoder and no text.
        return Score.Of(comparison == Comparison.PrivateOnly ? predicted : ViewEnsemble.Product(predicted, filter.Predict(_testTexts)), _testLabels, Classes);
    }

    private async Task<IReadOnlyList<Example>> AugmentAsync(Comparison comparison, IReadOnlyList<Example> demos, AugmentationOptions options, string title, CancellationToken cancellationToken)
    {
        using IStageProgress stage = Stage(comparison, title, options.TextsPerLabel * (options.Filter ? options.Oversampling : 1));
        AugmentationResult result = await Server(options).AugmentAsync(demos, options, done => stage.Report(done), cancellationToken).ConfigureAwait(false);
        stage.Complete($"{result.Texts.Count} texts");
        if (comparison == Comparison.Fdkt)
        {
            _stages.AddRange(result.Stages.Select(StageCounts.Report));
        }

        return result.Texts;
    }

    private async Task<IReadOnlyList<Example>> ZeroShotAsync(AugmentationOptions options, string title, CancellationToken cancellationToken)
    {
        using IStageProgress stage = Stage(Comparison.ZeroShot, title, options.TextsPerLabel);
        AugmentationResult result = await Server(options).ZeroShotAsync(options, done => stage.Report(done), cancellationToken).ConfigureAwait(false);
        stage.Complete($"{result.Texts.Count} texts");
        return result.Texts;
    }

    /// <summary>Text of the public model without any prompt; the class is a placeholder that the client's own labels replace.</summary>
    private async Task<IReadOnlyList<Example>> UnpromptedAsync(AugmentationOptions options, string title, CancellationToken cancellationToken)
    {
        using IStageProgress stage = Stage(Comparison.SelfTraining, title, options.TextsPerLabel);
        int count = options.TextsPerLabel * Classes;
        WrittenText[] texts = await Task.Run(
            () => new CodeWriter(model).Write(
                Enumerable.Repeat(new float[model.Encoder.Dimension], count), options.Temperature, options.TopK, options.TopP, options.Seed, done => stage.Report(done), cancellationToken),
            cancellationToken).ConfigureAwait(false);
        stage.Complete($"{texts.Length} texts");
        return [.. texts.Where(text => text.Text.Length > 0).Select(text => new Example(text.Text, 0))];
    }

    private ServerStages Server(AugmentationOptions options) => new(model, new PublicModelGenerator(model, options), inputs.Labels, inputs.Domain);

    private IStageProgress Stage(Comparison comparison, string title, double perLabel) =>
        progress.StartStage($"{title}: write texts, {ComparisonTitles.Of(comparison)}", (long)Math.Ceiling(perLabel) * Classes, "texts");

    private static Example[] RandomClasses(Example[] demos, int seed)
    {
        int[] labels = [.. demos.Select(demo => demo.Label)];
        new Random(seed).Shuffle(labels);
        return [.. demos.Select((demo, i) => demo with { Label = labels[i] })];
    }

    private IEnumerable<LabelledText> Named(IReadOnlyList<Example> rows) => rows.Select(row => new LabelledText(row.Text, inputs.Labels[row.Label]));

    private IReadOnlyList<SampleText> Samples(IReadOnlyList<Example> demos, IReadOnlyList<Example> augmented) =>
        [.. Some("demo", demos), .. Some("augmented", augmented)];

    private IEnumerable<SampleText> Some(string kind, IReadOnlyList<Example> rows) =>
        rows.GroupBy(row => row.Label).OrderBy(group => group.Key).Take(6)
            .SelectMany(group => group.Take(SamplesPerKind).Select(row => new SampleText(kind, inputs.Labels[group.Key], row.Text)));
}
