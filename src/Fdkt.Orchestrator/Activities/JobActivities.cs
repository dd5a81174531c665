using System.Collections.Concurrent;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Fdkt.Orchestrator.Facts;
using Fdkt.Orchestrator.Inbox;
using Fdkt.Orchestrator.Registry;
using Fdkt.Orchestrator.Rounds;
using Fdkt.Orchestrator.Telemetry;

namespace Fdkt.Orchestrator.Activities;

/// <summary>Sends jobs, and finds results whose messages were lost. A job sent twice has the same id and is done once.</summary>
internal sealed class JobActivities(RoundDirectory rounds, ClientLedgers ledgers, IJobQueue queue, IDocumentStore documents, UploadIntake intake, ProgressBoard progress)
{
    /// <summary>Messages or documents under way at a time.</summary>
    private const int Parallel = 16;

    /// <summary>Sends all jobs of a step.</summary>
    /// <param name="input">The step.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="QueueUnavailableException">No queue took its job: the broker is away.</exception>
    public async Task<SentJobs> SendAsync(SendJobs input, CancellationToken cancellationToken)
    {
        RoundRequest request = await rounds.GetAsync(input.Round, cancellationToken).ConfigureAwait(false);
        var unsent = new ConcurrentDictionary<ClientId, QueueUnavailableException>();
        await ForEachAsync(input, async (client, stop) =>
        {
            try
            {
                await SendAsync(request, input, client, 0, stop).ConfigureAwait(false);
            }
            catch (QueueUnavailableException error) when (client is not null)
            {
                unsent[client.Value] = error;
            }
        }, cancellationToken).ConfigureAwait(false);

        // One queue that is away is that client's failure; all of them are the broker's, and worth another try.
        return !unsent.IsEmpty && unsent.Count == input.Clients.Count
            ? throw unsent.Values.First()
            : new SentJobs([.. unsent.Keys.OrderBy(client => client.Value, StringComparer.Ordinal)]);
    }

    /// <summary>Looks for stored results, and sends silent jobs again.</summary>
    /// <param name="input">The jobs.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<RecoveredJobs> RecoverAsync(RecoverJobs input, CancellationToken cancellationToken)
    {
        RoundRequest request = await rounds.GetAsync(input.Jobs.Round, cancellationToken).ConfigureAwait(false);
        var demos = new ConcurrentBag<DemosChecked>();
        var ends = new ConcurrentBag<JobEnded>();
        await ForEachAsync(input.Jobs, async (client, stop) =>
        {
            JobId job = JobFacts.Id(input.Jobs.Step, request.Round, input.Jobs.Seed, client);
            if (await ResultAsync(job, request.Task, stop).ConfigureAwait(false) is var (fact, end))
            {
                ends.Add(end);
                if (fact is ClientJobCompleted { Demos: { } manifest } && client is { } name
                    && await DemosAsync(new UploadClaim(name, request.Task, request.Round, input.Jobs.Seed, null, manifest), stop).ConfigureAwait(false) is { } found)
                {
                    demos.Add(found);
                }
            }
            else if (input.SilentSince is { } since && !progress.HeardSince(request.Round, job, since))
            {
                await TrySendAsync(request, input, client, stop).ConfigureAwait(false);
            }
        }, cancellationToken).ConfigureAwait(false);
        return new RecoveredJobs(
            [.. demos.OrderBy(found => found.Client.Value, StringComparer.Ordinal)],
            [.. ends.OrderBy(end => end.Job.Value, StringComparer.Ordinal)]);
    }

    private static async Task ForEachAsync(SendJobs input, Func<ClientId?, CancellationToken, ValueTask> action, CancellationToken cancellationToken)
    {
        IEnumerable<ClientId?> clients = input.Step == JobStep.Augmentation ? [null] : input.Clients.Select(client => (ClientId?)client);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForEachAsync(clients, options, action).ConfigureAwait(false);
    }

    private async Task SendAsync(RoundRequest request, SendJobs input, ClientId? client, int attempt, CancellationToken cancellationToken)
    {
        Job job = JobFactory.Create(request, input, client);
        // What was seen of the ledger grows between two sendings of a job; an older mark is as true as a newer one.
        job = job is SynthesisJob synthesis ? synthesis with { LedgerMark = (await ledgers.FindAsync(synthesis.Client, cancellationToken).ConfigureAwait(false))?.Head.Mark } : job;
        await queue.SendAsync(JobFactory.Queue(client), JobFactory.Message(job, input.Step, attempt), cancellationToken).ConfigureAwait(false);
        RoundTelemetry.Sent(input.Step);
    }

    private async Task TrySendAsync(RoundRequest request, RecoverJobs input, ClientId? client, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(request, input.Jobs, client, input.Attempt, cancellationToken).ConfigureAwait(false);
        }
        catch (QueueUnavailableException)
        {
            // It was sent before; the next look sends it again.
        }
    }

    private async Task<(JobFact Fact, JobEnded End)?> ResultAsync(JobId job, TaskId task, CancellationToken cancellationToken)
    {
        try
        {
            StoredDocument<JobFact>? stored = await documents
                .ReadAsync(DocumentPath.Result(job), FederationJsonContext.Default.JobFact, JobFact.CurrentSchemaVersion, cancellationToken).ConfigureAwait(false);
            return stored?.Value is { } fact && fact.Job == job && JobFacts.EndOf(fact, task) is { } end ? (fact, end) : null;
        }
        catch (RefusedException)
        {
            return null; // As good as none: the worker's word on the queue, or the deadline, decides.
        }
    }

    private async Task<DemosChecked?> DemosAsync(UploadClaim claim, CancellationToken cancellationToken) => await intake.TakeInAsync(claim, cancellationToken).ConfigureAwait(false) switch
    {
        UploadVerdict.Accepted accepted => accepted.Upload.For(claim.Round!.Value, claim.Seed!.Value),
        UploadVerdict.Quarantined quarantined => new DemosChecked(claim.Client, claim.Seed!.Value, null, null, 0, quarantined.Reason),
        _ => null,
    };
}
