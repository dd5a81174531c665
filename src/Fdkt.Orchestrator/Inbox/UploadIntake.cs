using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Orchestrator.Json;
using Fdkt.Orchestrator.Registry;
using Fdkt.Orchestrator.Telemetry;

namespace Fdkt.Orchestrator.Inbox;

/// <summary>Checks uploads and stores what came of it, so that a second delivery comes to the same. Thread-safe.</summary>
internal sealed class UploadIntake(UploadAcceptance acceptance, ClientLedgers ledgers, HeldUploads held, IDocumentStore documents, IArtifactStore artifacts)
{
    /// <summary>Takes in an upload.</summary>
    /// <param name="claim">What was announced.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What came of it; it is stored.</returns>
    public async Task<UploadVerdict> TakeInAsync(UploadClaim claim, CancellationToken cancellationToken)
    {
        UploadVerdict verdict = await acceptance.CheckAsync(claim, cancellationToken).ConfigureAwait(false);
        // Noted before anything is stored of the release: of two that contradict each other, one comes second.
        if (verdict is UploadVerdict.Accepted { Ledger: { } head } fresh && !await ledgers.TakeAsync(fresh.Upload.Client, head, cancellationToken).ConfigureAwait(false))
        {
            verdict = new UploadVerdict.Quarantined(fresh.Upload.Path(), ReasonCode.LedgerBehind, $"The ledger of client {fresh.Upload.Client} lacks entries that were seen before: it was set back, or begun anew.");
        }

        switch (verdict)
        {
            case UploadVerdict.Accepted { Upload: { Round: { } round, Seed: { } seed } upload }:
                if (await documents.TryCreateAsync(DocumentPath.Accepted(round, seed, upload.Client), upload, OrchestratorJsonContext.Default.AcceptedUpload, cancellationToken).ConfigureAwait(false))
                {
                    RoundTelemetry.Accepted(upload);
                }

                break;
            case UploadVerdict.Accepted accepted:
                await held.HoldAsync(accepted.Upload, cancellationToken).ConfigureAwait(false);
                break;
            case UploadVerdict.Quarantined quarantined:
                await artifacts.QuarantineAsync(quarantined.Path, quarantined.Reason, cancellationToken).ConfigureAwait(false);
                break;
            default:
                break;
        }

        return verdict;
    }

    /// <summary>The accepted demonstrations of a client; null where none were.</summary>
    /// <param name="round">The round that asked.</param>
    /// <param name="seed">The repetition.</param>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<AcceptedUpload?> FindAsync(RoundId round, int seed, ClientId client, CancellationToken cancellationToken) =>
        (await documents.ReadAsync(DocumentPath.Accepted(round, seed, client), OrchestratorJsonContext.Default.AcceptedUpload, AcceptedUpload.CurrentSchemaVersion, cancellationToken)
            .ConfigureAwait(false))?.Value;
}
