using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.GpuJobs.Worker;

namespace Fdkt.GpuJobs.Handlers;

/// <summary>Reads what a repetition goes on with, from the stores: the pool of accepted demonstrations, and texts the server wrote. Everything is checked against the job.</summary>
internal sealed class PoolReader(WorkerPorts ports, ArtifactLimits limits)
{
    private const string Server = "server";

    /// <summary>The demonstrations of all accepted clients, pooled in the order of the document.</summary>
    /// <exception cref="RefusedException">The pool is not there, or is not what the job needs.</exception>
    public async Task<ReleasedDataset> ReadDemosAsync(Job job, CancellationToken cancellationToken)
    {
        DemoPool pool = (await ports.Documents.ReadAsync(
            DocumentPath.DemoPool(job.Round, job.Seed), FederationJsonContext.Default.DemoPool, DemoPool.CurrentSchemaVersion, cancellationToken).ConfigureAwait(false))?.Value
            ?? throw new RefusedException(ReasonCode.MissingArtifact, $"There is no pool of demonstrations for {job.Id}.");
        if (pool.Task != job.Task || pool.Round != job.Round || pool.Seed != job.Seed || pool.Demos is not { Count: > 0 } || pool.Demos.Contains(null!))
        {
            throw new RefusedException(ReasonCode.ContentMismatch, $"The pool of demonstrations for {job.Id} is empty or another's.");
        }

        var demos = new List<ReleasedDataset>();
        foreach (DemoSource source in pool.Demos)
        {
            demos.Add((await ReadAsync(source.Path(job.Task, job.Round, job.Seed), source.Manifest, job, cancellationToken).ConfigureAwait(false)).Dataset);
        }

        return ReleasedDataset.Derive(demos, demos.SelectMany(part => part.Rows), Server);
    }

    /// <summary>What the server wrote for a method.</summary>
    /// <exception cref="RefusedException">It is not there, or is not what the job needs.</exception>
    public async Task<ReleasedDataset> ReadTextsAsync(Job job, WrittenTexts texts, CancellationToken cancellationToken)
    {
        StoredArtifact stored = await ReadAsync(ArtifactPath.Augmented(job.Task, job.Round, job.Seed, texts.Method), texts.Manifest, job, cancellationToken).ConfigureAwait(false);
        return stored.Manifest.Round == job.Round && stored.Manifest.Seed == job.Seed
            ? stored.Dataset
            : throw new RefusedException(ReasonCode.ContentMismatch, $"The texts at {texts.Manifest.Name} were not written for {job.Id}.");
    }

    private async Task<StoredArtifact> ReadAsync(ArtifactPath path, ArtifactReference reference, Job job, CancellationToken cancellationToken)
    {
        StoredArtifact stored = await ports.Artifacts.ReadAsync(path, reference, limits, cancellationToken).ConfigureAwait(false);
        if (stored.Manifest.Task != job.Task)
        {
            throw new RefusedException(ReasonCode.ContentMismatch, $"The artifact at {path.Name} is not of task {job.Task}.");
        }

        HashSet<string> labels = [.. job.Labels];
        return stored.Dataset.Rows.All(row => labels.Contains(row.Label))
            ? stored
            : throw new RefusedException(ReasonCode.UnknownLabel, $"The artifact at {path.Name} has rows of labels that task {job.Task} does not have.");
    }
}
