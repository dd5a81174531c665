using System.Text.Json;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Fdkt.Contracts.Telemetry;

namespace Fdkt.GpuJobs.Worker;

/// <summary>Makes, stores and sends the facts of one attempt at a job.</summary>
/// <param name="job">The job.</param>
/// <param name="ports">Where facts go.</param>
/// <param name="clock">Dates them.</param>
internal sealed class JobFacts(Job job, WorkerPorts ports, TimeProvider clock)
{
    private readonly ClientId? _client = JobTelemetry.ClientOf(job);
    private int _sent;

    /// <summary>Names the attempt.</summary>
    public string Attempt { get; } = Guid.NewGuid().ToString("N");

    public JobStarted Started() => new(JobFact.CurrentSchemaVersion, job.Id, Attempt, job.Round, job.Seed, _client, Now);

    public JobFact Working((string Step, long Done, long Total) at) => _client is null
        ? new JobProgressed(JobFact.CurrentSchemaVersion, job.Id, Attempt, job.Round, job.Seed, _client, Now, at.Step, at.Done, at.Total)
        : new ClientJobWorking(JobFact.CurrentSchemaVersion, job.Id, Attempt, job.Round, job.Seed, _client, Now);

    public JobFact Completed(JobOutput output) => _client is null
        ? new JobCompleted(JobFact.CurrentSchemaVersion, job.Id, Attempt, job.Round, job.Seed, _client, Now, output.Texts, output.Stages)
        : new ClientJobCompleted(JobFact.CurrentSchemaVersion, job.Id, Attempt, job.Round, job.Seed, _client, Now, output.Demos);

    public JobFact Ended(JobVerdict verdict) => verdict.IsRefusal
        ? new JobRefused(JobFact.CurrentSchemaVersion, job.Id, Attempt, job.Round, job.Seed, _client, Now, verdict.Reason)
        : new JobFailed(JobFact.CurrentSchemaVersion, job.Id, Attempt, job.Round, job.Seed, _client, Now, verdict.Reason);

    /// <summary>The last fact of the job, by whomever; null where it has none yet.</summary>
    public async Task<JobFact?> FindLastAsync(CancellationToken cancellationToken) =>
        (await ports.Documents.ReadAsync(DocumentPath.Result(job.Id), FederationJsonContext.Default.JobFact, JobFact.CurrentSchemaVersion, cancellationToken).ConfigureAwait(false))?.Value;

    /// <summary>Stores the last fact where the job has none. This is the fence: of two workers at one job, the first to store decides.</summary>
    /// <returns>The one that is stored now.</returns>
    public async Task<JobFact> StoreLastAsync(JobFact last, CancellationToken cancellationToken) =>
        await ports.Documents.TryCreateAsync(DocumentPath.Result(job.Id), last, FederationJsonContext.Default.JobFact, cancellationToken).ConfigureAwait(false)
            ? last
            : await FindLastAsync(cancellationToken).ConfigureAwait(false) ?? throw new IOException($"The result of {job.Id} was there and is gone.");

    public Task SendAsync(JobFact fact, CancellationToken cancellationToken)
    {
        if (_client is not null && fact is not IClientFact)
        {
            throw new InvalidOperationException($"A client does not send {fact.GetType().Name}.");
        }

        // An id of its own: a fact that is sent again by another attempt must not be taken for a duplicate of one that was lost. Job ids are too long for some brokers.
        string id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Attempt}.{Interlocked.Increment(ref _sent)}");
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(fact, FederationJsonContext.Default.JobFact);
        return ports.Queue.SendAsync(FederationQueues.JobResults, new QueueMessage(id, SubjectOf(fact), body, RoundTrace.Current), cancellationToken);
    }

    private DateTimeOffset Now => _client is null ? clock.GetUtcNow() : WholeMinutes.Now(clock);

    /// <summary>What a fact says, in a word: the subject of its message.</summary>
    public static string SubjectOf(JobFact fact) => fact switch
    {
        JobStarted => "started",
        JobProgressed or ClientJobWorking => "progressed",
        JobCompleted or ClientJobCompleted => "completed",
        JobFailed => "failed",
        JobRefused => "refused",
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "Unknown fact."),
    };
}
