using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Stages;
using Fdkt.GpuJobs.Worker;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Handlers;

/// <summary>
/// Trains a client's classifier on the text it received and on its own rows, and measures it. Scores and what the client's filter kept go into the client's folder
/// and nowhere else; the fact that goes out says that it is done.
/// </summary>
/// <param name="folder">The client's folder.</param>
/// <param name="model">The public model. Not owned.</param>
/// <param name="ports">Where texts come from.</param>
/// <param name="limits">What is accepted of a data set.</param>
/// <param name="clock">Dates the evaluation.</param>
public sealed class TrainingHandler(ClientFolder folder, WorkerModel model, WorkerPorts ports, ArtifactLimits limits, TimeProvider clock) : IJobHandler
{
    private readonly PoolReader _pool = new(ports, limits);

    /// <inheritdoc/>
    public Type JobType => typeof(TrainingJob);

    /// <inheritdoc/>
    public async Task<JobOutput> HandleAsync(Job job, IRunProgress progress, CancellationToken cancellationToken)
    {
        var training = (TrainingJob)job;
        ClientJobs.RequireOwn(folder, training.Client, job.Task);
        if (folder.ReadEvaluation(job.Round, job.Seed) is null)
        {
            ClientJobs.RequireInTime(job.Deadline, clock);
            model.Require(job);
            folder.WriteEvaluation(await MeasureAsync(training, progress, cancellationToken).ConfigureAwait(false));
        }

        return JobOutput.Nothing;
    }

    private async Task<Evaluation> MeasureAsync(TrainingJob job, IRunProgress progress, CancellationToken cancellationToken)
    {
        var received = new Dictionary<Comparison, IReadOnlyList<Example>>();
        foreach (Comparison method in job.Methods)
        {
            received[method] = await ReceivedAsync(job, method, cancellationToken).ConfigureAwait(false);
        }

        ClientRows rows = await ClientRowsReader.ReadAsync(folder, job.Labels, job.Seed, folder.Settings.Policy.RecordsPerUser, cancellationToken).ConfigureAwait(false);
        // The client's own choice, on its own disk: a path that came with the job is never opened.
        TrainingSection section = job.Training with { Student = folder.Settings.Student };
        var client = new ClientTrainingStage(model.Model, rows.Private, rows.Test, job.Labels.Count, job.Augmentation, section, StudentTrainers.Of(section, folder.Path), job.Seed)
        {
            Progress = progress,
            Title = $"seed {job.Seed}",
        };
        using IStageProgress stage = progress.StartStage($"seed {job.Seed}: train and measure", received.Count, "methods");
        var scores = new Dictionary<Comparison, Score>();
        StageReport? filter = null;
        foreach ((Comparison method, IReadOnlyList<Example> texts) in received)
        {
            TrainingResult result = await TensorWork.RunAsync(() => client.Run(method, texts, cancellationToken), cancellationToken).ConfigureAwait(false);
            scores[method] = result.Score;
            filter = method == Comparison.Fdkt ? result.ClientFilter : filter;
            stage.Report(scores.Count);
        }

        stage.Complete();
        return new Evaluation(Evaluation.CurrentSchemaVersion, job.Client, job.Task, job.Round, job.Seed, rows.Private.Count, rows.Test.Count, scores, clock.GetUtcNow(), filter);
    }

    /// <summary>What a method trains on besides the private rows.</summary>
    private async Task<IReadOnlyList<Example>> ReceivedAsync(TrainingJob job, Comparison method, CancellationToken cancellationToken)
    {
        switch (method)
        {
            case Comparison.PrivateOnly or Comparison.PublicFeatures:
                return [];
            case Comparison.DemosOnly:
                return Numbered(job, await _pool.ReadDemosAsync(job, cancellationToken).ConfigureAwait(false));
            case Comparison.NonPrivateDemos:
                throw new RefusedException(ReasonCode.UnknownKind, "There are no non-private demonstrations in a federation.");
            default:
                WrittenTexts texts = job.Texts.FirstOrDefault(written => written.Method == method)
                    ?? throw new RefusedException(ReasonCode.MissingArtifact, $"The job names no text for the method {EnumNames.Of(method)}.");
                return Numbered(job, await _pool.ReadTextsAsync(job, texts, cancellationToken).ConfigureAwait(false));
        }
    }

    private static IReadOnlyList<Example> Numbered(TrainingJob job, ReleasedDataset dataset) => LabelNumbers.Number(dataset.Rows, job.Labels);
}
