using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Artifacts;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Handlers;
using Fdkt.GpuJobs.Tests.Stages;
using Fdkt.GpuJobs.Tests.Worker;
using Fdkt.GpuJobs.Worker;
using Fdkt.Privacy.Ledger;

namespace Fdkt.GpuJobs.Tests.Handlers;

public sealed class SynthesisHandlerTests : IAsyncDisposable
{
    private SmallFederation _federation = new();

    public static TheoryData<string> Points => [.. Enum.GetNames<SynthesisPoint>()];

    public static TheoryData<string> PortFaults => ["before store", "after store", "before inbox", "after inbox"];

    [Fact]
    public async Task HandleAsync_AJob_ChargesOnceStoresSignedAndAnnounces()
    {
        JobOutput output = await HandleAsync(_federation.SynthesisJob());

        await AssertReleasedOnceAsync(output);
        Assert.Empty(output.Stages);
        StoredArtifact stored = await StoredAsync(output);
        Assert.True(ManifestSignature.Verifies(stored.Envelope, Registration()));
        Assert.Equal((SmallFederation.Client, SmallFederation.Round, 0), (stored.Manifest.Client, stored.Manifest.Round, stored.Manifest.Seed));
        Assert.InRange(Assert.Single(stored.Manifest.Statements).Epsilon, 0.1, SampleRound.Privacy.Epsilon);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task HandleAsync_CrashAtAnyPoint_TheNextOneGoesOn(string where)
    {
        SynthesisPoint point = Enum.Parse<SynthesisPoint>(where);
        await Assert.ThrowsAsync<SimulatedCrashException>(() => HandleAsync(
            _federation.SynthesisJob(), _federation.Synthesis(reached => _ = reached == point ? throw new SimulatedCrashException() : 0)));
        byte[]? keptBefore = Kept();
        int points = 0;

        JobOutput output = await HandleAsync(_federation.SynthesisJob(), _federation.Synthesis(reached => points += reached == SynthesisPoint.Released ? 1 : 0));

        await AssertReleasedOnceAsync(output);
        // What is on the disk is never made again; what was only in memory is.
        Assert.Equal(point < SynthesisPoint.Kept, keptBefore is null);
        Assert.Equal(keptBefore is null ? 1 : 0, points);
        Assert.Equal(keptBefore ?? Kept(), Kept());
    }

    [Theory]
    [MemberData(nameof(PortFaults))]
    public async Task HandleAsync_PortFails_TheNextOneGoesOn(string fault)
    {
        var faulty = new FaultyPorts(_federation.Artifacts, _federation.Inbox, fault);
        WorkerPorts ports = _federation.Ports with { Artifacts = faulty, Inbox = faulty };
        await Assert.ThrowsAsync<IOException>(() => HandleAsync(_federation.SynthesisJob(), _federation.Synthesis(ports: ports)));

        await AssertReleasedOnceAsync(await HandleAsync(_federation.SynthesisJob(), _federation.Synthesis(ports: ports)));
    }

    [Fact]
    public async Task HandleAsync_DeliveredAgainAfterItsEnd_SendsTheSameAgain()
    {
        JobOutput first = await HandleAsync(_federation.SynthesisJob());

        JobOutput second = await HandleAsync(_federation.SynthesisJob(privacy: SampleRound.Privacy with { Epsilon = 1 }));

        Assert.Equal(first.Demos, second.Demos);
        await AssertReleasedOnceAsync(second);
    }

    [Fact]
    public async Task HandleAsync_Cancelled_LeavesOneChargeForTheNextOne()
    {
        using var source = new CancellationTokenSource();
        SynthesisHandler stopping = _federation.Synthesis(reached => _ = reached == SynthesisPoint.Reserved ? CancelNow(source) : 0);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopping.HandleAsync(_federation.SynthesisJob(), new RecordingProgress(), source.Token));

        Assert.Equal(LedgerReservationState.Reserved, Assert.Single(_federation.Ledger().Releases).State);
        await AssertReleasedOnceAsync(await HandleAsync(_federation.SynthesisJob()));
    }

    [Theory]
    [InlineData(8, 50, 8, ReasonCode.EpsilonAbovePolicy)]
    [InlineData(20, 9, 8, ReasonCode.BudgetExceeded)]
    [InlineData(7, 50, 8, ReasonCode.EpsilonAbovePolicy)]
    public async Task HandleAsync_SecondRepetitionOverThePolicy_IsRefusedAndNotCharged(double perRound, double total, double epsilon, ReasonCode reason)
    {
        await _federation.DisposeAsync();
        _federation = new SmallFederation(new ClientPolicy(perRound, total, SampleRound.Rows.Count));
        var privacy = new PrivacySection(Epsilon: epsilon);
        await Record.ExceptionAsync(() => HandleAsync(_federation.SynthesisJob(0, privacy: privacy)));
        int before = _federation.Ledger().Entries.Count;

        Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => HandleAsync(_federation.SynthesisJob(1, privacy: privacy)));

        Assert.Equal(JobVerdict.Refused(reason), JobFaults.Of(refused));
        Assert.Equal(before, _federation.Ledger().Entries.Count);
    }

    [Fact]
    public async Task HandleAsync_NextRound_IsHeldToTheTotalAlone()
    {
        await _federation.DisposeAsync();
        _federation = new SmallFederation(new ClientPolicy(8, 50, SampleRound.Rows.Count));

        await HandleAsync(_federation.SynthesisJob());
        await HandleAsync(_federation.SynthesisJob(round: new RoundId("round-2")));

        Assert.Equal(2, _federation.Ledger().Releases.Count);
    }

    [Fact]
    public async Task HandleAsync_DeltaAboveThePolicy_IsRefused() => await AssertRefusedAsync(
        _federation.SynthesisJob(privacy: SampleRound.Privacy with { Delta = new DeltaSetting(0.015) }), ReasonCode.DeltaAbovePolicy);

    [Fact]
    public async Task HandleAsync_AnotherClientTaskOrModelOrTooLate_IsRefusedAndNothingCharged()
    {
        SynthesisJob job = _federation.SynthesisJob();
        await AssertRefusedAsync(job with { Client = new ClientId("client-2") }, ReasonCode.UnknownClient);
        await AssertRefusedAsync(job with { Task = new TaskId("other") }, ReasonCode.UnknownTask);
        await AssertRefusedAsync(job with { Model = "another" }, ReasonCode.ModelMismatch);
        await AssertRefusedAsync(job with { Labels = ["a", "b"] }, ReasonCode.UnknownLabel);
        await AssertRefusedAsync(job with { Privacy = new PrivacySection(Epsilon: 8, Mechanism: PrivacyMechanism.Lora, ExpectedBatchSize: 500) }, ReasonCode.NotAllowed);
        await AssertRefusedAsync(job with { Deadline = _federation.Clock.GetUtcNow().AddSeconds(-1) }, ReasonCode.Late);

        Assert.Empty(_federation.Ledger().Releases);
        Assert.Empty(await _federation.UploadsAsync());
    }

    [Fact]
    public async Task HandleAsync_KeptAndTooLate_StillLeaves()
    {
        await Assert.ThrowsAsync<SimulatedCrashException>(() => HandleAsync(
            _federation.SynthesisJob(), _federation.Synthesis(reached => _ = reached == SynthesisPoint.Kept ? throw new SimulatedCrashException() : 0)));

        await AssertReleasedOnceAsync(await HandleAsync(_federation.SynthesisJob() with { Deadline = _federation.Clock.GetUtcNow().AddSeconds(-1) }));
    }

    [Fact]
    public async Task HandleAsync_RowsChangedAfterTheCharge_ReleasesUnderTheSameCharge()
    {
        await Assert.ThrowsAsync<SimulatedCrashException>(() => HandleAsync(
            _federation.SynthesisJob(), _federation.Synthesis(reached => _ = reached == SynthesisPoint.Reserved ? throw new SimulatedCrashException() : 0)));
        _federation.WriteRows([.. SampleRound.Rows.Skip(10)]);

        // What was charged hangs on the declared number, so the order can't be used to ask whether the rows changed.
        await AssertReleasedOnceAsync(await HandleAsync(_federation.SynthesisJob()));
    }

    [Fact]
    public async Task HandleAsync_ReleaseGoneFromTheDisk_IsNotMadeAgain()
    {
        await HandleAsync(_federation.SynthesisJob());
        Directory.Delete(_federation.Folder.Releases.FolderOf(_federation.SynthesisJob().Id.Value), recursive: true);

        await Assert.ThrowsAsync<KeptArtifactException>(() => HandleAsync(_federation.SynthesisJob()));
    }

    [Fact]
    public async Task HandleAsync_LedgerOpenElsewhere_WaitsForItsTurn()
    {
        using (PrivacyLedger.Open(_federation.Folder.LedgerPath, _federation.Clock))
        {
            LedgerInUseException inUse = await Assert.ThrowsAsync<LedgerInUseException>(() => HandleAsync(_federation.SynthesisJob()));

            Assert.Null(JobFaults.Of(inUse));
        }

        await AssertReleasedOnceAsync(await HandleAsync(_federation.SynthesisJob()));
    }

    [Fact]
    public async Task HandleAsync_RowsOfEachRepetition_AreReadFromItsFile()
    {
        File.Move(Path.Combine(_federation.Folder.Path, "private.jsonl"), Path.Combine(_federation.Folder.Path, "rows-7.jsonl"));
        string settings = Path.Combine(_federation.Folder.Path, ClientFolder.SettingsFile);
        await File.WriteAllTextAsync(settings, (await File.ReadAllTextAsync(settings, SmallFederation.Cancel)).Replace("private.jsonl", "rows-{seed}.jsonl", StringComparison.Ordinal), SmallFederation.Cancel);
        var handler = new SynthesisHandler(ClientFolder.Open(_federation.Folder.Path), _federation.Key, SmallFederation.Model, _federation.Ports, _federation.Clock);

        await HandleAsync(_federation.SynthesisJob(7), handler);

        Exception missing = await Assert.ThrowsAnyAsync<Exception>(() => HandleAsync(_federation.SynthesisJob(8), handler));
        Assert.Equal(JobVerdict.Refused(ReasonCode.NotAllowed), JobFaults.Of(missing));
    }

    public ValueTask DisposeAsync() => _federation.DisposeAsync();

    private static int CancelNow(CancellationTokenSource source)
    {
        source.Cancel();
        return 0;
    }

    private Task<JobOutput> HandleAsync(SynthesisJob job, SynthesisHandler? handler = null) =>
        (handler ?? _federation.Synthesis()).HandleAsync(job, new RecordingProgress(), SmallFederation.Cancel);

    private async Task AssertRefusedAsync(SynthesisJob job, ReasonCode reason)
    {
        Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => HandleAsync(job));

        Assert.Equal(JobVerdict.Refused(reason), JobFaults.Of(refused));
    }

    /// <summary>One committed charge; in the store the very bytes that are kept; every announcement names them.</summary>
    private async Task AssertReleasedOnceAsync(JobOutput output)
    {
        LedgerReport ledger = _federation.Ledger();
        LedgerReservation charge = Assert.Single(ledger.Releases);
        Assert.True(ledger.IsSound);
        Assert.Equal(LedgerReservationState.Committed, charge.State);
        Assert.Equal([LedgerEntryKind.Create, LedgerEntryKind.Reserve, LedgerEntryKind.Commit], ledger.Entries.Select(entry => entry.Kind));
        StoredArtifact stored = await StoredAsync(output);
        Assert.Equal(charge.ContentHash, stored.Manifest.ContentHash);
        Assert.Equal(Kept(), await File.ReadAllBytesAsync(Path.Combine(_federation.StorePath, output.Demos!.Container, output.Demos.Name), SmallFederation.Cancel));
        Assert.Equal(["manifest.json", "data.jsonl.gz"], Directory.GetFiles(Path.Combine(_federation.StorePath, "demos"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(file)).Where(name => name[0] != '.').OrderDescending(StringComparer.Ordinal));
        IReadOnlyList<DemoUpload> uploads = await _federation.UploadsAsync();
        Assert.NotEmpty(uploads);
        Assert.All(uploads, upload => Assert.Equal((output.Demos, charge.ContentHash), (upload.Manifest, upload.ContentHash)));
    }

    private Task<StoredArtifact> StoredAsync(JobOutput output) => _federation.Artifacts.ReadAsync(
        ArtifactPath.Demos(SmallFederation.Client, SmallFederation.Task, SmallFederation.Round, 0), output.Demos!, ArtifactLimits.Default, SmallFederation.Cancel);

    /// <summary>The signed manifest on the client's disk; null where the release is not kept.</summary>
    private byte[]? Kept()
    {
        string file = Path.Combine(_federation.Folder.Releases.FolderOf(_federation.SynthesisJob().Id.Value), "manifest.json");
        return File.Exists(file) ? File.ReadAllBytes(file) : null;
    }

    private ClientRegistration Registration() => new(1, SmallFederation.Client, _federation.Key.KeyId, _federation.Key.PublicKey, [SmallFederation.Task], 8, 1000, default, null);
}
