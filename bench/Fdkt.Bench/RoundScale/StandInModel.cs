using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Messaging;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Handlers;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fdkt.Bench.RoundScale;

/// <summary>The language-model worker without the model: reads the pooled demonstrations as the real one does, and "writes" the first of them again.</summary>
/// <param name="ports">Where demonstrations come from and texts go.</param>
internal sealed class StandInModel(WorkerPorts ports) : IJobHandler
{
    private const int Texts = 60;

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    private readonly PoolReader _pool = new(ports, ArtifactLimits.Default);

    /// <inheritdoc/>
    public Type JobType => typeof(AugmentationJob);

    /// <summary>Waits for the round's job and does it.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public async Task AnswerAsync(CancellationToken cancellationToken)
    {
        var session = new JobSession(ports, [this], new WorkerOptions(), TimeProvider.System, NullLogger.Instance);
        await using IJobReceiver receiver = ports.Queue.CreateReceiver(FederationQueues.LanguageModelJobs);
        IReceivedMessage? message;
        do
        {
            message = await receiver.ReceiveAsync(Wait, cancellationToken);
        }
        while (message is null);

        await session.HandleAsync(message, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<JobOutput> HandleAsync(Job job, IRunProgress progress, CancellationToken cancellationToken)
    {
        ReleasedDataset demos = await _pool.ReadDemosAsync(job, cancellationToken).ConfigureAwait(false);
        var texts = new List<WrittenTexts>();
        foreach (Comparison method in ((AugmentationJob)job).Methods)
        {
            var dataset = ReleasedDataset.Derive([demos], demos.Rows.Take(Texts), "augment");
            SealedArtifact artifact = SealedArtifact.Seal(
                ArtifactPath.Augmented(job.Task, job.Round, job.Seed, method), dataset, new ArtifactDescription(job.Task, job.Round, job.Seed, null), signer: null);
            texts.Add(new WrittenTexts(method, await ports.Artifacts.WriteAsync(artifact, cancellationToken).ConfigureAwait(false)));
        }

        return new JobOutput(null, texts, []);
    }
}
