using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Data;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Stages;
using Fdkt.GpuJobs.Worker;
using Fdkt.Learning.Students;
using Fdkt.Privacy.Ledger;

namespace Fdkt.GpuJobs.Handlers;

/// <summary>
/// Trains a client's classifier on the text it received and on its own rows, and measures it. Scores and what the client's filter kept go into the client's folder
/// and nowhere else; the fact that goes out says that the client is done with it. A training that its rows do not allow ends in the same way, and the owner's notes say why.
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
        // As the owner has it now: an edit needs no restart.
        ClientFolder own = folder.Reread();
        ClientJobs.RequireOwn(own, training.Client, job);
        if (own.ReadEvaluation(job.Round, job.Seed) is null)
        {
            ClientJobs.RequireInTime(job.Deadline, clock);
            model.Require(job);
            RequireRelease(own, job);
            own.WriteEvaluation(await MeasureAsync(own, training, progress, cancellationToken).ConfigureAwait(false));
        }

        return JobOutput.Nothing;
    }

    /// <summary>One training per committed release, so that nobody learns from trainings without end.</summary>
    private static void RequireRelease(ClientFolder own, Job job)
    {
        LedgerReport? ledger = File.Exists(own.LedgerPath) ? PrivacyLedger.Verify(own.LedgerPath) : null;
        if (ledger is { Fault: { } fault })
        {
            throw new LedgerDamagedException(ledger.Path, fault);
        }

        if (own.CountEvaluations() >= (ledger?.Releases.Count(release => release.State == LedgerReservationState.Committed) ?? 0))
        {
            throw new RefusedException(ReasonCode.NotAllowed, $"Job {job.Id} asks for a training, and every committed release has had its own.");
        }
    }

    private async Task<Evaluation> MeasureAsync(ClientFolder own, TrainingJob job, IRunProgress progress, CancellationToken cancellationToken)
    {
        var received = new Dictionary<Comparison, IReadOnlyList<Example>>();
        foreach (Comparison method in job.Methods)
        {
            received[method] = await ReceivedAsync(job, method, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            ClientRows rows = await ClientRowsReader.ReadAsync(own, job.Labels, job.Seed, own.Settings.Policy.RecordsPerUser, cancellationToken).ConfigureAwait(false);
            return rows is { Private.Count: > 0, Test.Count: > 0 }
                ? await MeasureAsync(own, job, rows, received, progress, cancellationToken).ConfigureAwait(false)
                : Unmeasured(own, job, rows.Private.Count, rows.Test.Count, "There are no private rows of the job's labels, or none to measure on.");
        }
        catch (Exception fault) when (fault is DataSourceException or StudentTrainingException)
        {
            // Whether the rows allow a training is a fact about the rows: it ends like any other.
            return Unmeasured(own, job, 0, 0, JobFaults.Describe(fault));
        }
    }

    private async Task<Evaluation> MeasureAsync(
        ClientFolder own, TrainingJob job, ClientRows rows, Dictionary<Comparison, IReadOnlyList<Example>> received, IRunProgress progress, CancellationToken cancellationToken)
    {
        // The client's own choices: its classifier from its own disk, and its filter. What the job says of them is not read.
        TrainingSection section = job.Training with { Student = own.Settings.Student };
        AugmentationSection augmentation = job.Augmentation with { ClientFilter = own.Settings.Policy.ClientFilter, ClientFilterThreshold = own.Settings.Policy.ClientFilterThreshold };
        var client = new ClientTrainingStage(model.Model, rows.Private, rows.Test, job.Labels.Count, augmentation, section, StudentTrainers.Of(section, own.Path), job.Seed)
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
        return Evaluated(job, rows.Private.Count, rows.Test.Count, scores, filter);
    }

    private Evaluation Unmeasured(ClientFolder own, TrainingJob job, int records, int testRows, string why)
    {
        own.Notes(clock).Add(job.Id, $"Nothing was measured. {why}");
        return Evaluated(job, records, testRows, new Dictionary<Comparison, Score>(), filter: null);
    }

    private Evaluation Evaluated(TrainingJob job, int records, int testRows, Dictionary<Comparison, Score> scores, StageReport? filter) =>
        new(Evaluation.CurrentSchemaVersion, job.Client, job.Task, job.Round, job.Seed, records, testRows, scores, clock.GetUtcNow(), filter);

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
