using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Telemetry;
using Fdkt.GpuJobs.Artifacts;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Worker;
using Fdkt.Orchestrator.Registry;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Ledger;

namespace Fdkt.Cli.Federation;

/// <summary>
/// Sends demonstrations that a tool of the client's own made. In the order of every release: checked, charged, kept as they leave, committed, stored, announced.
/// Sending the same again charges nothing and sends the same bytes.
/// </summary>
/// <param name="connection">The federation.</param>
/// <param name="folder">The client.</param>
/// <param name="clock">Dates what is written.</param>
internal sealed class DemoPush(FederationConnection connection, ClientFolder folder, TimeProvider clock)
{
    private const string Step = RoundSpending.PushRound;

    // A worker holds the ledger from reserve to commit, which takes as long as its training; whoever pushes may try again later.
    private static readonly TimeSpan LedgerPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LedgerPause = TimeSpan.FromMilliseconds(200);

    private ClientId Client => folder.Settings.Client;

    /// <summary>Sends demonstrations.</summary>
    /// <param name="rows">The demonstrations.</param>
    /// <param name="statement">What they cost.</param>
    /// <param name="task">The task.</param>
    /// <param name="cancellationToken">Stops; whatever was done by then is found again.</param>
    /// <returns>The announcement.</returns>
    /// <exception cref="RefusedException">Registry, policy or limits forbid it. Nothing was charged.</exception>
    /// <exception cref="PrivacyBudgetExceededException">The budget does not hold it. Nothing was charged.</exception>
    public async Task<DemoUpload> SendAsync(IReadOnlyList<LabelledText> rows, PushStatement statement, TaskId task, CancellationToken cancellationToken)
    {
        using ClientKey key = folder.OpenKey();
        LedgerLimits limits = Limits(statement, task);
        ClientRegistration? registration = await new ClientRegistry(connection.Documents, clock).FindAsync(Client, cancellationToken).ConfigureAwait(false);
        CheckRegistration(registration, key, statement, task, rows.Count);

        var dataset = ReleasedDataset.Release(rows, statement.For(Client), Step);
        ArtifactPath path = ArtifactPath.Pushed(Client, task, dataset.ContentHash);
        SealedArtifact artifact = SealedArtifact.Seal(path, dataset, new ArtifactDescription(task, null, null, Client), key);
        await CheckAsReceiverAsync(artifact, cancellationToken).ConfigureAwait(false);
        var charge = new LedgerCharge(NameOf(path), task.Value, Step, statement.Events, statement.Delta);
        KeptArtifact kept = await ChargeAsync(path, dataset, charge, task, key, limits, cancellationToken).ConfigureAwait(false);

        ArtifactReference reference = await connection.Artifacts.WriteAsync(kept.Artifact, cancellationToken).ConfigureAwait(false);
        var upload = new DemoUpload(DemoUpload.CurrentSchemaVersion, Client, task, null, null, dataset.ContentHash, reference, WholeMinutes.Now(clock), RoundTrace.Current);
        await connection.Inbox.SendAsync(upload, cancellationToken).ConfigureAwait(false);
        return upload;
    }

    private LedgerLimits Limits(PushStatement statement, TaskId task)
    {
        ClientSettings settings = folder.Settings;
        Require(settings.Tasks.Contains(task), ReasonCode.UnknownTask, $"Task {task} is not one of the client's settings.");
        Require(
            statement.Epsilon <= settings.Policy.EpsilonPerRound, ReasonCode.EpsilonAbovePolicy,
            FormattableString.Invariant($"ε {statement.Epsilon:g6} is above the {settings.Policy.EpsilonPerRound:g6} that the policy allows in a round."));
        Require(
            settings.Policy.RecordsPerUser is null || PrivacyUnit.IsUser(statement.Unit ?? PrivacyUnit.OneRecord), ReasonCode.UnitBelowPlan, "The client protects users; the demonstrations are stated for single records.");
        LedgerLimits limits = settings.Policy.Limits;
        Require(
            statement.Delta <= limits.Delta, ReasonCode.DeltaAbovePolicy, FormattableString.Invariant($"δ {statement.Delta:g4} is above the {limits.Delta:g4} that the policy allows."));
        return limits;
    }

    private void CheckRegistration(ClientRegistration? registration, ClientKey key, PushStatement statement, TaskId task, int rows)
    {
        if (registration is null)
        {
            throw new RefusedException(ReasonCode.UnknownClient, $"Client {Client} is not enrolled.");
        }

        Require(registration.RevokedAt is null, ReasonCode.RevokedClient, $"The enrolment of client {Client} was revoked.");
        Require(registration.KeyId == key.KeyId, ReasonCode.BadSignature, $"Client {Client} is enrolled with another key than this folder has.");
        Require(registration.Tasks.Contains(task), ReasonCode.UnknownTask, $"Client {Client} is not enrolled for task {task}.");
        Require(
            statement.Epsilon <= registration.MaximumEpsilon, ReasonCode.EpsilonAbovePlan,
            FormattableString.Invariant($"ε {statement.Epsilon:g6} is above {registration.MaximumEpsilon:g6}, the most that client {Client} is enrolled for."));
        Require(rows <= registration.MaximumRows, ReasonCode.TooManyRows, $"{rows} rows are more than {registration.MaximumRows}, the most that client {Client} is enrolled for.");
    }

    /// <summary>Reads the sealed bytes as the receiver will, so that nothing is charged that would be refused.</summary>
    private static async Task CheckAsReceiverAsync(SealedArtifact artifact, CancellationToken cancellationToken)
    {
        ArtifactLimits limits = ArtifactLimits.Default;
        Require(artifact.DatasetBytes.Length <= limits.MaximumPackedBytes, ReasonCode.TooManyBytes, $"The data set packs to {artifact.DatasetBytes.Length} bytes; {limits.MaximumPackedBytes} are allowed.");
        using var packed = new MemoryStream(artifact.DatasetBytes.ToArray());
        await DatasetFormat.ReadAsync(packed, limits, cancellationToken).ConfigureAwait(false);
    }

    private async Task<KeptArtifact> ChargeAsync(
        ArtifactPath path, ReleasedDataset dataset, LedgerCharge charge, TaskId task, ClientKey key, LedgerLimits limits, CancellationToken cancellationToken)
    {
        using PrivacyLedger ledger = await OpenLedgerAsync(cancellationToken).ConfigureAwait(false);
        if (await new ClientLedgers(connection.Documents).FindAsync(Client, cancellationToken).ConfigureAwait(false) is { } seen && !ClientLedger.Knows(ledger, seen.Head.Mark))
        {
            throw new LedgerBehindException(ledger.Path, "lacks the entry that the federation last saw of it");
        }

        if (ledger.Releases.All(known => known.Charge.ReleaseId != charge.ReleaseId))
        {
            await CheckRoundAsync(ledger, charge, task, cancellationToken).ConfigureAwait(false);
        }

        LedgerReservation charged = ledger.Reserve(charge, limits);
        // What was kept before is what leaves: a signature made anew would be other bytes.
        KeptArtifact kept = folder.Releases.Find(charge.ReleaseId, path) ?? folder.Releases.Keep(
            charge.ReleaseId, SealedArtifact.Seal(path, dataset, new ArtifactDescription(task, null, null, Client, ClientLedger.Head(ledger)), key), KeptRecord.Of([], null, charged.Charge));
        ledger.Commit(charge.ReleaseId, kept.Artifact.Manifest.ContentHash);
        return kept;
    }

    /// <summary>Several pushes can go into one round, and into one that asks for a release as well: together they keep what the policy allows in a round.</summary>
    private async Task CheckRoundAsync(PrivacyLedger ledger, LedgerCharge charge, TaskId task, CancellationToken cancellationToken)
    {
        IReadOnlyList<PrivacyEvent> others = await new RoundSpending(Client, connection.Documents).BesidePushAsync(ledger.Releases, task, charge.ReleaseId, cancellationToken).ConfigureAwait(false);
        double together = PrivacyAccounting.Account([.. others, .. charge.Events], charge.Delta).EpsilonPld;
        double allowed = folder.Settings.Policy.EpsilonPerRound;
        Require(
            together <= allowed, ReasonCode.EpsilonAbovePolicy,
            FormattableString.Invariant($"With what may go into the same round, these demonstrations cost ε {together:g6}; the policy allows {allowed:g6} in a round. Wait until a round has taken the others."));
    }

    private async Task<PrivacyLedger> OpenLedgerAsync(CancellationToken cancellationToken)
    {
        long began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return ClientLedger.Open(folder, clock);
            }
            catch (LedgerInUseException) when (clock.GetElapsedTime(began) < LedgerPatience)
            {
                await Task.Delay(LedgerPause, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static string NameOf(ArtifactPath path) => path.Name.Replace('/', '.');

    private static void Require(bool condition, ReasonCode reason, string message)
    {
        if (!condition)
        {
            throw new RefusedException(reason, message);
        }
    }
}
