using System.Diagnostics;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Telemetry;
using Fdkt.Orchestrator.Json;
using Fdkt.Orchestrator.Registry;
using Fdkt.Orchestrator.Runner;
using Fdkt.Orchestrator.Telemetry;
using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Commands;

/// <summary>
/// Starts rounds, one of a task at a time. First the order is stored, then the task is claimed, then the round runs; a stop in between is mended by
/// <see cref="ContinueAllAsync"/>, which goes through the same claim.
/// </summary>
internal sealed class RoundStarter(IDocumentStore documents, RoundDirectory rounds, IRoundHost host, TimeProvider time, ILogger logger)
{
    /// <summary>Starts a round, or finds that it was started before.</summary>
    /// <param name="request">The order.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RefusedException">The order breaks a rule.</exception>
    public async Task<StartResult> StartAsync(RoundRequest request, CancellationToken cancellationToken)
    {
        RequestRules.Check(request);
        if (await host.RunsAsync(request.Round, cancellationToken).ConfigureAwait(false))
        {
            return StartResult.Running;
        }

        if (await host.HasEndedAsync(request.Round, cancellationToken).ConfigureAwait(false))
        {
            return StartResult.Over;
        }

        // The first order decides over the round's trace, too.
        using Activity span = RoundTrace.Start("store order", ActivityKind.Internal, request.TraceParent);
        span.SetTag(RoundTrace.RoundTag, request.Round.Value);
        RoundRequest stored = RoundTrace.IsContext(request.TraceParent) ? request : request with { TraceParent = RoundTrace.Current };
        if (await documents.TryCreateAsync(DocumentPath.Request(request.Round), stored, FederationJsonContext.Default.RoundRequest, cancellationToken).ConfigureAwait(false))
        {
            RoundTelemetry.Started();
        }

        return await ContinueAsync(request.Round, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a round of a task runs, here or elsewhere.</summary>
    /// <param name="task">The task.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<bool> IsBusyAsync(TaskId task, CancellationToken cancellationToken) =>
        await ActiveAsync(task, cancellationToken).ConfigureAwait(false) is { } active && !await host.HasEndedAsync(active.Value.Round, cancellationToken).ConfigureAwait(false);

    /// <summary>Goes on with all rounds that have an order and no outcome.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task ContinueAllAsync(CancellationToken cancellationToken)
    {
        var ordered = new HashSet<string>(StringComparer.Ordinal);
        var ended = new HashSet<string>(StringComparer.Ordinal);
        await foreach (string name in documents.ListAsync(DocumentPath.Rounds, cancellationToken).ConfigureAwait(false))
        {
            string[] parts = name[DocumentPath.Rounds.Length..].Split('/');
            HashSet<string>? found = parts is [_, "request.json"] ? ordered : parts is [_, "outcome.json"] ? ended : null;
            found?.Add(parts[0]);
        }

        foreach (string round in ordered.Except(ended).Where(NameRule.Holds).Order(StringComparer.Ordinal))
        {
            try
            {
                await ContinueAsync(new RoundId(round), cancellationToken).ConfigureAwait(false);
            }
            catch (RefusedException error)
            {
                // One unreadable order must not keep the others from going on.
                CommandLog.Unreadable(logger, new RoundId(round), error.Reason, error);
            }
        }
    }

    private async Task<StartResult> ContinueAsync(RoundId round, CancellationToken cancellationToken)
    {
        RoundRequest request = await rounds.GetAsync(round, cancellationToken).ConfigureAwait(false);
        if (await ClaimAsync(request, cancellationToken).ConfigureAwait(false))
        {
            // Durable Functions takes the span at hand for the orchestration's parent.
            using Activity span = RoundTrace.Start("begin round", ActivityKind.Internal, request.TraceParent);
            span.SetTag(RoundTrace.RoundTag, round.Value);
            await host.ContinueAsync(round, cancellationToken).ConfigureAwait(false);
            return StartResult.Running;
        }

        CommandLog.TaskBusy(logger, round, request.Task);
        DateTimeOffset now = time.GetUtcNow();
        var outcome = new RoundOutcome(RoundOutcome.CurrentSchemaVersion, round, request.Task, RoundPhase.Refused, ReasonCode.TaskBusy, [], [], [], [], now, now);
        await documents.TryCreateAsync(DocumentPath.Outcome(round), outcome, FederationJsonContext.Default.RoundOutcome, cancellationToken).ConfigureAwait(false);
        return StartResult.TaskBusy;
    }

    /// <summary>Claims the task for a round. Its holder has an order, so it has a way to its outcome and sets the task free then.</summary>
    private async Task<bool> ClaimAsync(RoundRequest request, CancellationToken cancellationToken)
    {
        DocumentPath path = DocumentPath.ActiveRound(request.Task);
        var claim = new ActiveRound(ActiveRound.CurrentSchemaVersion, request.Task, request.Round);
        while (true)
        {
            StoredDocument<ActiveRound>? active = await ActiveAsync(request.Task, cancellationToken).ConfigureAwait(false);
            if (active?.Value.Round == request.Round)
            {
                return true;
            }

            if (active is not null && !await host.HasEndedAsync(active.Value.Round, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            bool claimed = active is null
                ? await documents.TryCreateAsync(path, claim, OrchestratorJsonContext.Default.ActiveRound, cancellationToken).ConfigureAwait(false)
                : await documents.TryReplaceAsync(path, claim, OrchestratorJsonContext.Default.ActiveRound, active.Tag, cancellationToken).ConfigureAwait(false);
            if (claimed)
            {
                return true;
            }
        }
    }

    private Task<StoredDocument<ActiveRound>?> ActiveAsync(TaskId task, CancellationToken cancellationToken) =>
        documents.ReadAsync(DocumentPath.ActiveRound(task), OrchestratorJsonContext.Default.ActiveRound, ActiveRound.CurrentSchemaVersion, cancellationToken);
}
