using System.Globalization;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Telemetry;
using Fdkt.GpuJobs.Artifacts;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Stages;
using Fdkt.GpuJobs.Statements;
using Fdkt.GpuJobs.Worker;
using Fdkt.Learning.Synthesis;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Ledger;

namespace Fdkt.GpuJobs.Handlers;

/// <summary>
/// Releases a client's demonstrations, once per job: policy, reserve, train and sample, state and keep on disk, commit, store, announce. A job that comes again goes on
/// after the last of these that is on a disk. Nothing leaves before it is committed, and what leaves are always the bytes that were kept.
/// </summary>
/// <remarks>A crash between reserve and keep costs the time of the training, not budget: its result was never seen, and the next one runs under the same charge.</remarks>
/// <param name="folder">The client's folder.</param>
/// <param name="signer">The client's key. Not owned.</param>
/// <param name="model">The public model. Not owned.</param>
/// <param name="ports">Where the release goes.</param>
/// <param name="clock">Dates the ledger and the announcement.</param>
public sealed class SynthesisHandler(ClientFolder folder, IManifestSigner signer, WorkerModel model, WorkerPorts ports, TimeProvider clock) : IJobHandler
{
    /// <inheritdoc/>
    public Type JobType => typeof(SynthesisJob);

    /// <summary>Called at each point, so that a test can end the work there.</summary>
    internal Action<SynthesisPoint> Reached { get; init; } = static _ => { };

    /// <summary>Turns rows into a release. Default: the mechanism that the plan names.</summary>
    internal ReleaseMechanism Mechanism { get; init; } = (labels, client, plan, progress, title, cancellationToken) =>
        new SynthesisStage(model.Model, labels, progress).RunAsync(client, plan, title, cancellationToken);

    /// <inheritdoc/>
    public async Task<JobOutput> HandleAsync(Job job, IRunProgress progress, CancellationToken cancellationToken)
    {
        var synthesis = (SynthesisJob)job;
        // As the owner has it now: an edit needs no restart.
        ClientFolder own = folder.Reread();
        ClientJobs.RequireOwn(own, synthesis.Client, job);
        var path = ArtifactPath.Demos(synthesis.Client, job.Task, job.Round, job.Seed);

        // Held to the commit: of two workers at one folder, one waits.
        using PrivacyLedger ledger = ClientLedger.Open(folder, clock);
        if (synthesis.LedgerMark is { } mark && !ClientLedger.Knows(ledger, mark))
        {
            throw new LedgerBehindException(ledger.Path, "lacks the entry that the federation last saw of it");
        }

        KeptArtifact release = folder.Releases.Find(job.Id.Value, path)
            ?? await ReleaseAsync(own, synthesis, path, ledger, progress, cancellationToken).ConfigureAwait(false);
        string content = release.Artifact.Manifest.ContentHash;
        ledger.Commit(job.Id.Value, content);
        Reached(SynthesisPoint.Committed);
        MeasureSpent(ledger, synthesis);

        ArtifactReference reference = await ports.Artifacts.WriteAsync(release.Artifact, cancellationToken).ConfigureAwait(false);
        Reached(SynthesisPoint.Stored);
        var upload = new DemoUpload(DemoUpload.CurrentSchemaVersion, synthesis.Client, job.Task, job.Round, job.Seed, content, reference, WholeMinutes.Now(clock), RoundTrace.Current);
        await ports.Inbox.SendAsync(upload, cancellationToken).ConfigureAwait(false);
        Reached(SynthesisPoint.Announced);
        return new JobOutput(reference, [], []);
    }

    private async Task<KeptArtifact> ReleaseAsync(
        ClientFolder own, SynthesisJob job, ArtifactPath path, PrivacyLedger ledger, IRunProgress progress, CancellationToken cancellationToken)
    {
        if (ledger.Releases.FirstOrDefault(known => known.Charge.ReleaseId == job.Id.Value) is { State: LedgerReservationState.Committed })
        {
            throw new KeptArtifactException(folder.Releases.FolderOf(job.Id.Value), "the ledger says that this release was made, and it is not there");
        }

        ClientJobs.RequireInTime(job.Deadline, clock);
        model.Require(job);
        // Everything up to the reading of rows is decided by the order and the owner's settings, so that it tells nothing of the rows.
        ClientPolicy policy = own.Settings.Policy;
        int? recordsPerUser = policy.RecordsPerUserFor(job.Privacy.RecordsPerUser);
        SynthesisPlan plan = SynthesisStage.Plan(job.Privacy with { RecordsPerUser = recordsPerUser }, job.Synthesis, policy.Records, job.Labels.Count, job.Seed);
        IReadOnlyList<PrivacyEvent> others = await new RoundSpending(job.Client, ports.Documents)
            .BesideJobAsync(ledger.Releases, job.Task, job.Round, job.Id.Value, cancellationToken).ConfigureAwait(false);
        if (policy.Forbids(plan, others) is { } reason)
        {
            throw new RefusedException(reason, $"The policy of client {job.Client} forbids job {job.Id}.");
        }

        ClientRows rows = await ClientRowsReader.ReadAsync(own, job.Labels, job.Seed, recordsPerUser, cancellationToken).ConfigureAwait(false);
        foreach (string note in rows.Notes)
        {
            own.Notes(clock).Add(job.Id, note);
        }

        Reached(SynthesisPoint.Allowed);
        LedgerReservation charge = ledger.Reserve(new LedgerCharge(job.Id.Value, job.Task.Value, job.Round.Value, plan.Events, plan.Options.Delta), policy.Limits);
        Reached(SynthesisPoint.Reserved);

        SynthesisResult result = await Mechanism(
            job.Labels, new ClientRecords(job.Client.Value, rows.Private), plan, progress, $"seed {job.Seed}", cancellationToken).ConfigureAwait(false);
        Reached(SynthesisPoint.Released);

        ReleasedDataset dataset = SynthesisResult.Release(job.Client.Value, result.Demos, result.Privacy);
        var sealedDemos = SealedArtifact.Seal(path, dataset, new ArtifactDescription(job.Task, job.Round, job.Seed, job.Client, ClientLedger.Head(ledger)), signer);
        folder.Statements.Write(job.Id.Value, StatementFolder.State(job.Client.Value, job.Id.Value, plan, BaseModelLineage.Add(Lineage(job, sealedDemos, ledger, charge), model.Model.Base)));
        KeptArtifact kept = folder.Releases.Keep(job.Id.Value, sealedDemos, KeptRecord.Of([result.Stage], result.Privacy, charge.Charge));
        Reached(SynthesisPoint.Kept);
        return kept;
    }

    /// <summary>Tells the data owner's own metrics what is spent in all, at the δ of this release.</summary>
    private static void MeasureSpent(PrivacyLedger ledger, SynthesisJob job)
    {
        // All that was ever released is composed anew, with the ledger held: only where somebody measures.
        if (!FederationMetrics.EpsilonSpent.Enabled)
        {
            return;
        }

        double delta = ledger.Releases.First(known => known.Charge.ReleaseId == job.Id.Value).Charge.Delta;
        FederationMetrics.EpsilonSpent.Record(ledger.Spent(delta).EpsilonPld, new KeyValuePair<string, object?>(FederationMetrics.ClientTag, job.Client.Value));
    }

    private static Dictionary<string, string> Lineage(SynthesisJob job, SealedArtifact demos, PrivacyLedger ledger, LedgerReservation charge) => LedgerLineage.Add(new()
    {
        ["task"] = job.Task.Value,
        ["round"] = job.Round.Value,
        ["seed"] = job.Seed.ToString(CultureInfo.InvariantCulture),
        ["public model"] = job.Model,
        [StatementFolder.ContentKey] = demos.Manifest.Dataset.Sha256,
    }, ledger, charge);
}
