using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Students;

namespace Fdkt.Cli.Runs;

/// <summary>One repetition: deals the rows, lets every client release, augments, trains and scores every method asked for.</summary>
internal sealed class SeedRunner(RunInputs inputs, RunModels models, RoundFile round, RunFolder folder, IRunProgress progress, bool attack, RunLedger? ledger = null)
{
    private const string Server = "server";

    private int Classes => inputs.Labels.Count;

    public async Task<SeedOutcome> RunAsync(int seed, string title, CancellationToken cancellationToken)
    {
        IReadOnlyList<ClientRecords> clients = ClientDealer.Deal(inputs.Private, Classes, round.Clients, seed, inputs.Users);
        IReadOnlyList<ClientRelease> releases = await ReleaseAsync(clients, seed, title, cancellationToken).ConfigureAwait(false);
        ReleasedDataset demos = ReleasedDataset.Derive([.. releases.Select(release => release.Demos)], releases.SelectMany(release => release.Demos.Rows), Server);
        ReleasedDataset? augmented = null;
        var written = new Dictionary<Comparison, IReadOnlyList<Example>>();
        var stages = new List<StageReport> { StageCounts.Sum(releases.Select(release => release.Stage)) };

        IReadOnlyList<Example> released = LabelNumbers.Number(demos.Rows, inputs.Labels);
        var augmentation = new AugmentationStage(models.Public, models.Generator, inputs.Labels, inputs.Domain, round.Augmentation, progress, models.Embedder);
        ClientTrainingStage[] training = [.. clients.Select(client => new ClientTrainingStage(models.Public, client.Rows, inputs.Test, Classes, round.Augmentation, round.Training, models.Trainer, seed)
        {
            Progress = progress,
            Title = clients.Count == 1 ? title : $"{title}, {client.Name}",
        })];
        var scores = new Dictionary<Comparison, IReadOnlyList<Score>>();
        foreach (Comparison method in round.Comparisons)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<Example> shown = method == Comparison.NonPrivateDemos ? [.. clients.SelectMany(client => client.Rows)] : released;
            AugmentedTexts texts = await augmentation.RunAsync(method, shown, seed, title, cancellationToken).ConfigureAwait(false);
            written[method] = texts.Texts;
            IReadOnlyList<TrainingResult> results = Train(method, texts.Texts, training, title, cancellationToken);
            scores[method] = [.. results.Select(result => result.Score)];
            if (method == Comparison.Fdkt)
            {
                augmented = ReleasedDataset.Derive([demos], LabelNumbers.Name(texts.Texts, inputs.Labels), Server);
                stages.AddRange(texts.Stages);
                stages.AddRange(Filtered(results));
            }
        }

        IReadOnlyList<SeedAttack>? attacks = attack
            ? await new AttackStage(models.Public, inputs, round, progress).RunAsync(
                clients, released, written.GetValueOrDefault(Comparison.Fdkt), written.GetValueOrDefault(Comparison.NonPrivateDemos), releases.Max(release => release.Privacy.Epsilon), seed, title,
                cancellationToken).ConfigureAwait(false)
            : null;
        return new SeedOutcome(
            seed, scores, stages, [.. releases.Select(release => release.Privacy)], [.. releases.Select(release => release.Charge)], [.. clients.Select(client => new ClientSize(client.Name, client.Rows.Count))],
            [.. SampleTexts.OfDemos(demos.Rows, inputs.Labels), .. SampleTexts.OfAugmented(augmented?.Rows ?? [], inputs.Labels)], attacks);
    }

    private async Task<IReadOnlyList<ClientRelease>> ReleaseAsync(IReadOnlyList<ClientRecords> clients, int seed, string title, CancellationToken cancellationToken)
    {
        var releases = new List<ClientRelease>();
        // The number that every client is to have is public; where users are dealt whole, a client may have a few rows less.
        int records = ClientDealer.RecordsOfEach(inputs.Private.Count, round.Clients);
        var stage = new ReleaseStage(new SynthesisStage(models.Public, inputs.Labels, progress), round, records, Classes, folder, models.Public.Base, ledger);
        foreach (ClientRecords client in clients)
        {
            releases.Add(await stage.RunAsync(client, seed, title, cancellationToken).ConfigureAwait(false));
        }

        return releases;
    }

    private List<TrainingResult> Train(Comparison method, IReadOnlyList<Example> texts, ClientTrainingStage[] training, string title, CancellationToken cancellationToken)
    {
        using IStageProgress stage = progress.StartStage($"{title}: train and test, {ComparisonTitles.Of(method)}", training.Length, "clients");
        var results = new List<TrainingResult>();
        foreach (ClientTrainingStage client in training)
        {
            results.Add(client.Run(method, texts, cancellationToken));
            stage.Report(results.Count);
        }

        stage.Complete($"{100 * results.Average(result => result.Score.Accuracy):0.0} %");
        return results;
    }

    /// <summary>The clients' filters together, or nothing where they did not run.</summary>
    private static IEnumerable<StageReport> Filtered(IReadOnlyList<TrainingResult> results)
    {
        StageReport[] reports = [.. results.Select(result => result.ClientFilter).OfType<StageReport>()];
        return reports.Length == 0 ? [] : [StageCounts.Sum(reports)];
    }
}
