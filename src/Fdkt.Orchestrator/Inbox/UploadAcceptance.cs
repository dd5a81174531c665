using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Json;
using Fdkt.Orchestrator.Json;
using Fdkt.Orchestrator.Registry;

namespace Fdkt.Orchestrator.Inbox;

/// <summary>Checks uploads in the order of docs/federation.md; the first fault decides. Reads, and changes nothing. Thread-safe.</summary>
internal sealed class UploadAcceptance(
    ClientDirectory clients, RoundDirectory rounds, IDocumentStore documents, IArtifactStore artifacts, ArtifactLimits limits, TimeProvider time) : IDisposable
{
    /// <summary>Artifacts in memory at a time: each may be as large as the limits allow, and messages come by the dozen.</summary>
    private const int MostInMemory = 4;

    private readonly SemaphoreSlim _memory = new(MostInMemory);

    /// <summary>Reads an announcement.</summary>
    /// <param name="body">The message's bytes.</param>
    /// <exception cref="RefusedException">It is none.</exception>
    public static UploadClaim Read(ReadOnlyMemory<byte> body) => body.Length <= IDemoInbox.MaximumBytes
        ? UploadClaim.Of(ContractReader.Read(body.Span, FederationJsonContext.Default.DemoUpload, DemoUpload.CurrentSchemaVersion))
        : throw new RefusedException(ReasonCode.MessageTooLarge, $"The message has {body.Length} bytes; {IDemoInbox.MaximumBytes} are allowed.");

    /// <summary>Checks an upload.</summary>
    /// <param name="claim">What was announced.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<UploadVerdict> CheckAsync(UploadClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            ClientRegistration registration = await clients.GetAsync(claim.Client, claim.Task, cancellationToken).ConfigureAwait(false);
            RoundRequest? request = await RequestAsync(claim, cancellationToken).ConfigureAwait(false);
            ArtifactPath path = claim.Path();
            if (claim.Manifest.Container != path.Container || claim.Manifest.Name != path.ManifestName)
            {
                throw new RefusedException(ReasonCode.InvalidName, $"The manifest of client {claim.Client} is not at {path.ManifestName}.");
            }

            return await SeenAsync(claim, path, cancellationToken).ConfigureAwait(false)
                ?? await ReadAsync(claim, path, registration, request, cancellationToken).ConfigureAwait(false);
        }
        catch (RefusedException error)
        {
            return new UploadVerdict.Refused(error.Reason, error.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private async Task<RoundRequest?> RequestAsync(UploadClaim claim, CancellationToken cancellationToken)
    {
        if (claim.Round is not { } round)
        {
            return null;
        }

        RoundRequest request = await rounds.GetAsync(round, cancellationToken).ConfigureAwait(false);
        return request.Task == claim.Task && request.File.Seeds.Values.Contains(claim.Seed!.Value)
            ? request
            : throw new RefusedException(ReasonCode.InvalidName, $"Round {round} is of task {request.Task} and has no seed {claim.Seed} of task {claim.Task}.");
    }

    /// <summary>What an earlier delivery came to; null where there was none.</summary>
    private async Task<UploadVerdict?> SeenAsync(UploadClaim claim, ArtifactPath path, CancellationToken cancellationToken)
    {
        if (claim.Round is { } round && claim.Seed is { } seed)
        {
            StoredDocument<AcceptedUpload>? accepted = await documents.ReadAsync(
                DocumentPath.Accepted(round, seed, claim.Client), OrchestratorJsonContext.Default.AcceptedUpload, AcceptedUpload.CurrentSchemaVersion, cancellationToken).ConfigureAwait(false);
            if (accepted is not null)
            {
                return accepted.Value.Manifest == claim.Manifest
                    ? new UploadVerdict.Accepted(accepted.Value)
                    : new UploadVerdict.Refused(ReasonCode.Replayed, $"Other demonstrations of client {claim.Client} were accepted for round {round}, seed {seed}.");
            }
        }
        else if (await documents.ReadAsync(
            DocumentPath.Taken(claim.Task, claim.Client, claim.ContentHash!), OrchestratorJsonContext.Default.TakenUpload, TakenUpload.CurrentSchemaVersion, cancellationToken).ConfigureAwait(false) is { } taken)
        {
            return new UploadVerdict.Refused(ReasonCode.Replayed, $"Round {taken.Value.Round} took this push of client {claim.Client}.");
        }

        return await artifacts.QuarantineReasonAsync(path, cancellationToken).ConfigureAwait(false) is { } reason
            ? new UploadVerdict.Quarantined(path, reason, "It is quarantined already.")
            : null;
    }

    private async Task<UploadVerdict> ReadAsync(UploadClaim claim, ArtifactPath path, ClientRegistration registration, RoundRequest? request, CancellationToken cancellationToken)
    {
        ArtifactReference found = await artifacts.FindAsync(path, cancellationToken).ConfigureAwait(false)
            ?? throw new RefusedException(ReasonCode.MissingArtifact, $"There is no manifest at {path.ManifestName}.");
        if (found != claim.Manifest)
        {
            throw new RefusedException(ReasonCode.ContentMismatch, $"The manifest at {path.ManifestName} is not the one that was announced.");
        }

        await _memory.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ArtifactLimits own = limits with { MaximumRows = Math.Min(limits.MaximumRows, registration.MaximumRows) };
            StoredArtifact stored = await artifacts.ReadAsync(path, claim.Manifest, own, cancellationToken).ConfigureAwait(false);
            UploadRules.Check(claim, stored, registration, request);
            ArtifactManifest manifest = stored.Manifest;
            return new UploadVerdict.Accepted(new AcceptedUpload(
                AcceptedUpload.CurrentSchemaVersion, claim.Client, claim.Task, claim.Round, claim.Seed, manifest.ContentHash, claim.Manifest,
                manifest.Statements[0], manifest.Rows, manifest.Labels, time.GetUtcNow()), manifest.Ledger);
        }
        catch (RefusedException error)
        {
            return new UploadVerdict.Quarantined(path, error.Reason, error.Message);
        }
        finally
        {
            _memory.Release();
        }
    }
}
