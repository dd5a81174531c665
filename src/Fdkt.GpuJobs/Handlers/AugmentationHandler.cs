using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Artifacts;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Stages;
using Fdkt.GpuJobs.Worker;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Handlers;

/// <summary>
/// Writes text from the pooled demonstrations of a repetition, an artifact per method. What was written is kept in a work folder before it is stored, so a job that
/// comes again writes only what is missing; what another worker has stored is taken as it is.
/// </summary>
/// <param name="work">Where written text is kept.</param>
/// <param name="model">The public model and the server's language model. Not owned.</param>
/// <param name="ports">Where demonstrations come from and texts go.</param>
/// <param name="limits">What is accepted of a data set.</param>
/// <param name="clock">Holds the job to its deadline.</param>
public sealed class AugmentationHandler(ArtifactFolder work, WorkerModel model, WorkerPorts ports, ArtifactLimits limits, TimeProvider clock) : IJobHandler
{
    private const string Step = "augment";

    private readonly PoolReader _pool = new(ports, limits);

    /// <inheritdoc/>
    public Type JobType => typeof(AugmentationJob);

    /// <summary>Called when a method's text is kept, and when it is stored, so that a test can end the work there.</summary>
    internal Action<Comparison, bool> Reached { get; init; } = static (_, _) => { };

    /// <inheritdoc/>
    public async Task<JobOutput> HandleAsync(Job job, IRunProgress progress, CancellationToken cancellationToken)
    {
        var augmentation = (AugmentationJob)job;
        if (augmentation.Methods.FirstOrDefault(method => !IsServers(method), Comparison.Fdkt) is var foreign && !IsServers(foreign))
        {
            throw new RefusedException(ReasonCode.UnknownKind, $"The server writes nothing for the method {EnumNames.Of(foreign)}.");
        }

        ReleasedDataset? demos = null;
        var texts = new List<WrittenTexts>();
        var stages = new List<StageReport>();
        foreach (Comparison method in augmentation.Methods)
        {
            var path = ArtifactPath.Augmented(job.Task, job.Round, job.Seed, method);
            string name = $"{job.Id}.{EnumNames.Of(method).ToLowerInvariant()}";
            KeptArtifact? kept = work.Find(name, path);
            if (kept is null && await ports.Artifacts.FindAsync(path, cancellationToken).ConfigureAwait(false) is { } stored)
            {
                texts.Add(new WrittenTexts(method, stored));
                continue;
            }

            if (kept is null)
            {
                ClientJobs.RequireInTime(job.Deadline, clock);
                model.Require(job);
                demos ??= await _pool.ReadDemosAsync(job, cancellationToken).ConfigureAwait(false);
                kept = work.Keep(name, await WriteAsync(augmentation, method, path, demos, stages, progress, cancellationToken).ConfigureAwait(false), KeptRecord.Of([.. stages], null));
                stages.Clear();
                Reached(method, false);
            }

            texts.Add(new WrittenTexts(method, await ports.Artifacts.WriteAsync(kept.Artifact, cancellationToken).ConfigureAwait(false)));
            Reached(method, true);
        }

        // As in a run on one machine, the report counts the stages of the method itself and not of its controls.
        KeptArtifact? own = work.Find($"{job.Id}.{EnumNames.Of(Comparison.Fdkt).ToLowerInvariant()}", ArtifactPath.Augmented(job.Task, job.Round, job.Seed, Comparison.Fdkt));
        return new JobOutput(null, texts, own?.Record.Stages ?? []);
    }

    private static bool IsServers(Comparison method) =>
        method is Comparison.Fdkt or Comparison.ZeroShot or Comparison.NoFilter or Comparison.RandomClassDemos or Comparison.SelfTraining;

    private async Task<SealedArtifact> WriteAsync(
        AugmentationJob job, Comparison method, ArtifactPath path, ReleasedDataset demos, List<StageReport> stages, IRunProgress progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<Example> shown = LabelNumbers.Number(demos.Rows, job.Labels);
        AugmentedTexts written = await new AugmentationStage(model.Model, model.Generator, job.Labels, job.Domain, job.Augmentation, progress, model.Embedder)
            .RunAsync(method, shown, job.Seed, $"seed {job.Seed}", cancellationToken).ConfigureAwait(false);
        stages.AddRange(written.Stages);
        var dataset = ReleasedDataset.Derive([demos], LabelNumbers.Name(written.Texts, job.Labels), Step);
        return SealedArtifact.Seal(path, dataset, new ArtifactDescription(job.Task, job.Round, job.Seed, null), signer: null);
    }
}
