using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Jobs;
using Fdkt.GpuJobs.Handlers;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Worker;

namespace Fdkt.Bench.RoundScale;

/// <summary>Reads the texts that a client would train on, and trains nothing.</summary>
/// <param name="ports">Where texts come from.</param>
internal sealed class StandInTraining(WorkerPorts ports) : IJobHandler
{
    private readonly PoolReader _pool = new(ports, ArtifactLimits.Default);

    /// <inheritdoc/>
    public Type JobType => typeof(TrainingJob);

    /// <inheritdoc/>
    public async Task<JobOutput> HandleAsync(Job job, IRunProgress progress, CancellationToken cancellationToken)
    {
        foreach (WrittenTexts texts in ((TrainingJob)job).Texts)
        {
            await _pool.ReadTextsAsync(job, texts, cancellationToken).ConfigureAwait(false);
        }

        return JobOutput.Nothing;
    }
}
