using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Reports;
using Fdkt.Orchestrator.Hosting;

namespace Fdkt.Orchestrator.Tests.Support;

/// <summary>The language-model worker, as far as the orchestrator sees it: writes a line for each demonstration.</summary>
internal sealed class TestServer(OrchestratorPorts ports, TimeProvider time)
{
    /// <summary>Answers an augmentation; null answers nothing.</summary>
    public Func<AugmentationJob, Task<JobFact?>>? OnAugmentation { get; set; }

    public List<AugmentationJob> Seen { get; } = [];

    /// <summary>The pools as the worker read them, by job.</summary>
    public Dictionary<JobId, DemoPool> Pools { get; } = [];

    public Task<JobFact?> AnswerAsync(AugmentationJob job)
    {
        Seen.Add(job);
        return OnAugmentation is { } answer ? answer(job) : WriteAsync(job);
    }

    public async Task<JobFact?> WriteAsync(AugmentationJob job)
    {
        DemoPool pool = (await ports.Documents.ReadAsync(
            DocumentPath.DemoPool(job.Round, job.Seed), FederationJsonContext.Default.DemoPool, DemoPool.CurrentSchemaVersion, CancellationToken.None))!.Value;
        Pools[job.Id] = pool;
        var parents = new List<ReleasedDataset>();
        foreach (DemoSource source in pool.Demos)
        {
            StoredArtifact stored = await ports.Artifacts.ReadAsync(source.Path(job.Task, job.Round, job.Seed), source.Manifest, ArtifactLimits.Default, CancellationToken.None);
            parents.Add(stored.Dataset);
        }

        var texts = new List<WrittenTexts>();
        foreach (Contracts.Rounds.Comparison method in job.Methods)
        {
            LabelledText[] rows = [.. parents.SelectMany(parent => parent.Rows).Select(row => new LabelledText($"{row.Text}, {method}", row.Label))];
            var path = ArtifactPath.Augmented(job.Task, job.Round, job.Seed, method);
            var artifact = SealedArtifact.Seal(path, ReleasedDataset.Derive(parents, rows, "augment"), new ArtifactDescription(job.Task, job.Round, job.Seed, null), null);
            texts.Add(new WrittenTexts(method, await ports.Artifacts.WriteAsync(artifact, CancellationToken.None)));
        }

        return new JobCompleted(
            JobFact.CurrentSchemaVersion, job.Id, "1", job.Round, job.Seed, null, time.GetUtcNow(), texts,
            [new StageReport("write", parents.Count, texts.Count, new Dictionary<string, long>(), 1, 11)]);
    }

    public JobFailed Failed(AugmentationJob job, ReasonCode reason) => new(JobFact.CurrentSchemaVersion, job.Id, "1", job.Round, job.Seed, null, time.GetUtcNow(), reason);
}
