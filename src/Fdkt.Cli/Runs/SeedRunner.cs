using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Releases;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Native;
using Fdkt.Learning.Students;
using Fdkt.Learning.Synthesis;

namespace Fdkt.Cli.Runs;

/// <summary>One repetition: deals the rows, lets every client release, pools, finds and writes text, learns and scores by every method asked for.</summary>
internal sealed class SeedRunner(RunInputs inputs, RunModels models, RoundFile round, RunFolder folder, IRunProgress progress, bool attack, RunLedger? ledger = null)
{
    private const string Server = "server";

    private int Classes => inputs.Labels.Count;

    public async Task<SeedOutcome> RunAsync(int seed, string title, CancellationToken cancellationToken)
    {
        IReadOnlyList<ClientRecords> clients = ClientDealer.Deal(inputs.Private, Classes, round.Clients, seed, inputs.Users);
        Example[] rows = [.. clients.SelectMany(client => client.Rows)];
        await models.Round.EncodeRowsAsync([.. rows.Select(row => row.Text)], $"{title}: encode private rows", progress, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ClientRelease> releases = await ReleaseAsync(clients, seed, title, cancellationToken).ConfigureAwait(false);
        var stages = new List<StageReport> { StageCounts.Sum(releases.Select(release => release.Stage)) };

        var server = new ServerTextStage(models.Round, models.Generator, inputs.Labels, inputs.Domain, round.Augmentation, progress, models.Clusterer);
        PooledRelease pooled = await PoolAsync(server, clients, releases, seed, cancellationToken).ConfigureAwait(false);
        var demos = ReleasedDataset.Derive([.. releases.Select(release => release.Demos)], LabelNumbers.Name(pooled.Demonstrations, inputs.Labels), Server);
        ReleasedDataset? augmented = null;
        var written = new Dictionary<Comparison, IReadOnlyList<Example>>();
        ClientLearningStage[] learning = [.. clients.Select(client => new ClientLearningStage(models.Round, client.Rows, models.Test, round.Augmentation, models.Trainer, seed)
        {
            Progress = progress,
            Title = clients.Count == 1 ? title : $"{title}, {client.Name}",
        })];
        var scores = new Dictionary<Comparison, IReadOnlyList<Score>>();
        foreach (Comparison method in round.Comparisons)
        {
            cancellationToken.ThrowIfCancellationRequested();
            MethodTexts texts = await TextsAsync(server, method, pooled, rows, seed, title, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<Example> examples = written[method] = texts.Examples;
            IReadOnlyList<TrainingResult> results = await LearnAsync(method, texts, learning, rows, title, seed, cancellationToken).ConfigureAwait(false);
            scores[method] = [.. results.Select(result => result.Score)];
            if (method == Comparison.Fdkt)
            {
                augmented = ReleasedDataset.Derive([demos], LabelNumbers.Name(examples, inputs.Labels), Server);
                stages.AddRange(texts.Stages);
                stages.AddRange(Filtered(results));
            }
        }

        IReadOnlyList<SeedAttack>? attacks = attack
            ? await new AttackStage(models.Public, inputs, round, progress).RunAsync(
                clients, pooled.Demonstrations, written.GetValueOrDefault(Comparison.Fdkt), written.GetValueOrDefault(Comparison.NonPrivateDemos), releases.Max(release => release.Privacy.Epsilon), seed, title,
                cancellationToken).ConfigureAwait(false)
            : null;
        return new SeedOutcome(
            seed, scores, stages, [.. releases.Select(release => release.Privacy)], [.. releases.Select(release => release.Charge)], [.. clients.Select(client => new ClientSize(client.Name, client.Rows.Count))],
            [.. SampleTexts.OfDemos(demos.Rows, inputs.Labels), .. SampleTexts.OfAugmented(augmented?.Rows ?? [], inputs.Labels)], attacks);
    }

    /// <summary>What the clients released, added up. Where a mechanism trains a model there are no tables, and their demonstrations are what there is.</summary>
    private Task<PooledRelease> PoolAsync(ServerTextStage server, IReadOnlyList<ClientRecords> clients, IReadOnlyList<ClientRelease> releases, int seed, CancellationToken cancellationToken)
    {
        SynthesisPlan plan = SynthesisStage.Plan(round.Privacy, round.Synthesis, clients[0].Rows.Count, Classes, seed);
        ReleasedSums[] sums = [.. releases.Select(release => release.Sums).OfType<ReleasedSums>()];
        bool fits = sums.Length == releases.Count && sums.All(table => table.Fits(sums[0]));
        return server.PoolAsync(
            fits ? sums : [], [.. releases.SelectMany(release => LabelNumbers.Number(release.Demos.Rows, inputs.Labels))], models.Round.TableOf(plan), plan.Options.Demos.PerLabel, cancellationToken);
    }

    /// <summary>What a method gives its clients. What real rows chose, and real rows themselves, never leave this process.</summary>
    private Task<MethodTexts> TextsAsync(
        ServerTextStage server, Comparison method, PooledRelease pooled, IReadOnlyList<Example> rows, int seed, string title, CancellationToken cancellationToken)
    {
        switch (method)
        {
            case Comparison.PrivateOnly or Comparison.PublicFeatures or Comparison.SelfTraining or Comparison.OwnMeans or Comparison.PooledRealRows:
                return Task.FromResult(MethodTexts.None);
            case Comparison.NonPrivateDemos:
                var exact = new TableValues(pooled.Table.Exact(models.Round.Rows(rows)), 0);
                int wanted = Math.Max(1, pooled.Demonstrations.Count / Classes);
                var real = new PooledRelease(pooled.Table, exact, models.Round.Demonstrations(pooled.Table, exact, [.. Enumerable.Repeat(wanted, Classes)]).Demos, OwnPartIsKnown: true);
                return server.RunAsync(method, real, seed, title, cancellationToken);
            default:
                return server.RunAsync(method, pooled, seed, title, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<ClientRelease>> ReleaseAsync(IReadOnlyList<ClientRecords> clients, int seed, string title, CancellationToken cancellationToken)
    {
        var releases = new List<ClientRelease>();
        var stage = new ReleaseStage(new SynthesisStage(models.Public, inputs.Labels, progress, models.Round), round, Classes, folder, models.Public?.Base, ledger);
        foreach (ClientRecords client in clients)
        {
            releases.Add(await stage.RunAsync(client, seed, title, cancellationToken).ConfigureAwait(false));
        }

        return releases;
    }

    private async Task<IReadOnlyList<TrainingResult>> LearnAsync(
        Comparison method, MethodTexts texts, ClientLearningStage[] learning, IReadOnlyList<Example> rows, string title, int seed, CancellationToken cancellationToken)
    {
        using IStageProgress stage = progress.StartStage($"{title}: train and test, {ComparisonTitles.Of(method)}", learning.Length, "clients");
        TrainingResult[] results = method == Comparison.PooledRealRows
            ? await PooledAsync(rows, learning, seed, cancellationToken).ConfigureAwait(false)
            : await EachAsync(client => client.Run(method, texts, cancellationToken), learning, stage, cancellationToken).ConfigureAwait(false);
        stage.Complete($"{100 * results.Average(result => result.Score.Accuracy):0.0} %");
        return results;
    }

    /// <summary>The bound: one classifier of the real rows of all clients.</summary>
    private async Task<TrainingResult[]> PooledAsync(IReadOnlyList<Example> rows, ClientLearningStage[] learning, int seed, CancellationToken cancellationToken)
    {
        TrainingResult result = await TensorWork(
            () => new ClientLearningStage(models.Round, rows, models.Test, round.Augmentation, models.Trainer, seed).Run(Comparison.PrivateOnly, MethodTexts.None, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return [.. learning.Select(_ => result)];
    }

    /// <summary>Clients side by side where their students are heads; a fine-tuned checkpoint has the tensor library's threads to itself.</summary>
    private async Task<TrainingResult[]> EachAsync(Func<ClientLearningStage, TrainingResult> run, ClientLearningStage[] learning, IStageProgress stage, CancellationToken cancellationToken)
    {
        var results = new TrainingResult[learning.Length];
        int done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = models.Trainer is null ? Environment.ProcessorCount : 1, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(learning.Index(), options, async (client, stop) =>
        {
            results[client.Index] = await TensorWork(() => run(client.Item), stop).ConfigureAwait(false);
            stage.Report(Interlocked.Increment(ref done));
        }).ConfigureAwait(false);
        return results;
    }

    private static Task<T> TensorWork<T>(Func<T> work, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            TorchThreads.Apply();
            return work();
        },
        cancellationToken);

    /// <summary>The clients' filters together, or nothing where they did not run.</summary>
    private static IEnumerable<StageReport> Filtered(IReadOnlyList<TrainingResult> results)
    {
        StageReport[] reports = [.. results.Select(result => result.ClientFilter).OfType<StageReport>()];
        return reports.Length == 0 ? [] : [StageCounts.Sum(reports)];
    }
}
