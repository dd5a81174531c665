using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Orchestrator.Json;
using Fdkt.Orchestrator.Registry;
using Fdkt.Orchestrator.Rounds;

namespace Fdkt.Orchestrator.Inbox;

/// <summary>Demonstrations that wait for a round of their task: pushed, or too late for the round that asked. Each is taken once. Thread-safe.</summary>
internal sealed class HeldUploads(ClientDirectory clients, IDocumentStore documents, IArtifactStore artifacts)
{
    /// <summary>Holds demonstrations, unless a round took them already.</summary>
    /// <param name="upload">The demonstrations.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task HoldAsync(AcceptedUpload upload, CancellationToken cancellationToken)
    {
        if (await TakenAsync(upload.Task, upload.Client, upload.ContentHash, cancellationToken).ConfigureAwait(false) is null)
        {
            DocumentPath path = DocumentPath.Held(upload.Task, upload.Client, upload.ContentHash);
            await documents.TryCreateAsync(path, upload, OrchestratorJsonContext.Default.AcceptedUpload, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deals with demonstrations that came too late.</summary>
    /// <param name="upload">The demonstrations.</param>
    /// <param name="policy">What becomes of them.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task KeepLateAsync(AcceptedUpload upload, LatePolicy policy, CancellationToken cancellationToken) => policy == LatePolicy.KeepForNextRound
        ? HoldAsync(upload, cancellationToken)
        : artifacts.QuarantineAsync(upload.Path(), ReasonCode.Late, cancellationToken);

    /// <summary>Lists what waits for a task, in the order of names.</summary>
    /// <param name="task">The task.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<IReadOnlyList<PushName>> ListAsync(TaskId task, CancellationToken cancellationToken)
    {
        var pushes = new List<PushName>();
        await foreach (string name in documents.ListAsync(DocumentPath.HeldOf(task), cancellationToken).ConfigureAwait(false))
        {
            if (Path.GetFileName(name).Split('.') is [var client, var hash, "json"] && NameRule.Holds(client))
            {
                pushes.Add(new PushName(new ClientId(client), hash));
            }
        }

        return pushes;
    }

    /// <summary>Takes waiting demonstrations for a round, if they fit its plan and are not another's.</summary>
    /// <param name="push">Which.</param>
    /// <param name="request">The round's order.</param>
    /// <param name="seed">The repetition.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Null where they were not taken.</returns>
    public async Task<AcceptedUpload?> TakeAsync(PushName push, RoundRequest request, int seed, CancellationToken cancellationToken)
    {
        DocumentPath path = DocumentPath.Held(request.Task, push.Client, push.Hash);
        StoredDocument<AcceptedUpload>? held = await documents
            .ReadAsync(path, OrchestratorJsonContext.Default.AcceptedUpload, AcceptedUpload.CurrentSchemaVersion, cancellationToken).ConfigureAwait(false);
        if (held is null)
        {
            // This activity ran before and its result was lost.
            TakenUpload? own = await TakenAsync(request.Task, push.Client, push.Hash, cancellationToken).ConfigureAwait(false);
            return own?.Round == request.Round && own.Seed == seed ? own.Upload : null;
        }

        if (!await FitsAsync(held.Value, request, path, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var claim = new TakenUpload(TakenUpload.CurrentSchemaVersion, request.Round, seed, held.Value);
        bool first = await documents
            .TryCreateAsync(DocumentPath.Taken(request.Task, push.Client, push.Hash), claim, OrchestratorJsonContext.Default.TakenUpload, cancellationToken).ConfigureAwait(false);
        TakenUpload? taken = first ? claim : await TakenAsync(request.Task, push.Client, push.Hash, cancellationToken).ConfigureAwait(false);
        await documents.DeleteAsync(path, cancellationToken).ConfigureAwait(false);
        return taken?.Round == request.Round && taken.Seed == seed ? taken.Upload : null;
    }

    private async Task<bool> FitsAsync(AcceptedUpload upload, RoundRequest request, DocumentPath path, CancellationToken cancellationToken)
    {
        try
        {
            // The enrolment is looked up again: it may have been revoked while they waited.
            await clients.GetAsync(upload.Client, upload.Task, cancellationToken).ConfigureAwait(false);
            UploadRules.CheckPlan(upload.Statement, request.File.Privacy);
            UploadRules.CheckLabels(upload.Labels, request.Labels);
            return true;
        }
        catch (RefusedException error) when (error.Reason is ReasonCode.UnknownLabel)
        {
            // A task's labels stay; a plan's ε may be larger next time.
            await artifacts.QuarantineAsync(upload.Path(), error.Reason, cancellationToken).ConfigureAwait(false);
            await documents.DeleteAsync(path, cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    private async Task<TakenUpload?> TakenAsync(TaskId task, ClientId client, string hash, CancellationToken cancellationToken) =>
        (await documents.ReadAsync(DocumentPath.Taken(task, client, hash), OrchestratorJsonContext.Default.TakenUpload, TakenUpload.CurrentSchemaVersion, cancellationToken).ConfigureAwait(false))?.Value;
}
