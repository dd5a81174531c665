using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Orchestrator.Registry;
using Fdkt.Orchestrator.Rounds;
using Fdkt.Orchestrator.Telemetry;

namespace Fdkt.Orchestrator.Activities;

/// <summary>Writes the documents of a round.</summary>
internal sealed class DocumentActivities(IDocumentStore documents, RoundDirectory rounds)
{
    /// <summary>Stores what a repetition goes on with, once.</summary>
    /// <param name="input">The pool.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ActivityDone> StoreDemosAsync(StoreDemos input, CancellationToken cancellationToken)
    {
        DemoPool pool = input.Pool;
        await documents.TryCreateAsync(DocumentPath.DemoPool(pool.Round, pool.Seed), pool, FederationJsonContext.Default.DemoPool, cancellationToken).ConfigureAwait(false);
        return ActivityDone.Instance;
    }

    /// <summary>Writes where the round stands, over what stood there.</summary>
    /// <param name="input">The status.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ActivityDone> WriteStatusAsync(WriteStatus input, CancellationToken cancellationToken)
    {
        await documents.TryReplaceAsync(DocumentPath.Status(input.Status.Round), input.Status, FederationJsonContext.Default.RoundStatus, null, cancellationToken).ConfigureAwait(false);
        return ActivityDone.Instance;
    }

    /// <summary>Writes what the round came to, once.</summary>
    /// <param name="input">The outcome.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ActivityDone> WriteOutcomeAsync(WriteOutcome input, CancellationToken cancellationToken)
    {
        RoundOutcome outcome = input.Outcome;
        if (await documents.TryCreateAsync(DocumentPath.Outcome(outcome.Round), outcome, FederationJsonContext.Default.RoundOutcome, cancellationToken).ConfigureAwait(false))
        {
            RoundTelemetry.Ended(outcome, await rounds.TraceOfAsync(outcome.Round, cancellationToken).ConfigureAwait(false));
        }

        return ActivityDone.Instance;
    }
}
