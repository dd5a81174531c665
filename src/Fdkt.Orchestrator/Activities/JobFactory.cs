using System.Globalization;
using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Fdkt.Contracts.Rounds;
using Fdkt.Contracts.Telemetry;
using Fdkt.Orchestrator.Facts;
using Fdkt.Orchestrator.Rounds;

namespace Fdkt.Orchestrator.Activities;

/// <summary>Makes the jobs of a step from the round's order. Pure: the same step always makes the same jobs.</summary>
internal static class JobFactory
{
    private static readonly Comparison[] WrittenByServer = [Comparison.ZeroShot, Comparison.NoFilter, Comparison.Fdkt, Comparison.RandomClassDemos, Comparison.SelfTraining];

    /// <summary>Makes the job for a client, or for the server's model.</summary>
    /// <param name="request">The order.</param>
    /// <param name="jobs">The step.</param>
    /// <param name="client">The client; null for the augmentation.</param>
    public static Job Create(RoundRequest request, SendJobs jobs, ClientId? client)
    {
        RoundFile file = request.File;
        JobId id = JobFacts.Id(jobs.Step, request.Round, jobs.Seed, client);
        Job job = jobs.Step switch
        {
            JobStep.Synthesis => new SynthesisJob(
                Job.CurrentSchemaVersion, id, request.Round, request.Task, jobs.Seed, request.Labels, file.Task.Domain, request.Model, jobs.Deadline, client!.Value, file.Privacy, file.Synthesis),
            JobStep.Augmentation => new AugmentationJob(
                Job.CurrentSchemaVersion, id, request.Round, request.Task, jobs.Seed, request.Labels, file.Task.Domain, request.Model, jobs.Deadline, file.Augmentation, Written(file)),
            JobStep.Training => new TrainingJob(
                Job.CurrentSchemaVersion, id, request.Round, request.Task, jobs.Seed, request.Labels, file.Task.Domain, request.Model, jobs.Deadline, client!.Value, jobs.Texts, Trained(file), file.Augmentation, file.Training),
            _ => throw new ArgumentOutOfRangeException(nameof(jobs), jobs.Step, "No such step."),
        };
        return job with { Encoder = file.Encoder.Hash };
    }

    /// <summary>Where a job goes.</summary>
    /// <param name="client">The client; null for the server's model.</param>
    public static QueueName Queue(ClientId? client) => client is { } name ? FederationQueues.ClientJobs(name) : FederationQueues.LanguageModelJobs;

    /// <summary>
    /// The message of a job. Its id holds the attempt: a broker drops what has an id that it saw before, and a job that is sent again on purpose must arrive, while one
    /// that an activity sends twice must not. The longest job id leaves room for eight digits of the 128 characters of a message id.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="step">Its step.</param>
    /// <param name="attempt">0 for the first time that the round sends it; counted up with each time that it is sent again.</param>
    public static QueueMessage Message(Job job, JobStep step, int attempt) => new(
        string.Create(CultureInfo.InvariantCulture, $"{job.Id}.{attempt}"), EnumNames.Of(step), JsonSerializer.SerializeToUtf8Bytes(job, FederationJsonContext.Default.Job), RoundTrace.Current);

    // The file's order is kept; the validator holds that fdkt is among them.
    private static IReadOnlyList<Comparison> Written(RoundFile file) => [.. file.Comparisons.Where(method => WrittenByServer.Contains(method))];

    // Real rows as demonstrations would need private text at the server: there is no such method in a federation.
    private static IReadOnlyList<Comparison> Trained(RoundFile file) => FederatedRound.WithFederatedComparisons(file).Comparisons;
}
