using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Jobs;
using Fdkt.Orchestrator.Tests.Support;

namespace Fdkt.Orchestrator.Tests.Scenarios;

public sealed class UploadScenarioTests
{
    private static readonly FederationSection QuorumOf2 = new(Quorum: 2, DemosMinutes: 60, ResendMinutes: 90);

    [Fact]
    public async Task Push_BeforeARound_IsHeldAndTakenInPlaceOfAJob()
    {
        await using var federation = new TestFederation();
        await federation.StartAsync();
        await federation.Clients[0].PushAsync(TestFederation.Task, TestClient.Rows("pushed"));
        await federation.PumpAsync();

        RoundOutcome outcome = await federation.RunAsync(TestFederation.Request());

        Assert.Equal(RoundPhase.Completed, outcome.Phase);
        Assert.Empty(federation.Clients[0].Seen.OfType<SynthesisJob>());
        Assert.Contains("/pushed/", outcome.Clients[0].Demos!.Name, StringComparison.Ordinal);
        Assert.Empty(await federation.DocumentsAsync(DocumentPath.HeldOf(new TaskId(TestFederation.Task))));
    }

    [Fact]
    public async Task Push_TakenByARound_IsNotTakenAgain()
    {
        await using var federation = new TestFederation(clients: 1);
        await federation.StartAsync();
        DemoUpload push = await federation.Clients[0].PushAsync(TestFederation.Task, TestClient.Rows("pushed"));
        await federation.PumpAsync();
        await federation.RunAsync(TestFederation.Request("round-1"));

        await federation.Ports.Inbox.SendAsync(push, CancellationToken.None);
        await federation.PumpAsync();
        RoundOutcome second = await federation.RunAsync(TestFederation.Request("round-2"));

        Assert.Equal([ReasonCode.Replayed], federation.Inbox.Poisoned.Select(poisoned => poisoned.Reason));
        Assert.Contains("/rounds/round-2/", second.Clients[0].Demos!.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_AbovePlan_WaitsForARoundThatItFits()
    {
        await using var federation = new TestFederation(clients: 1);
        federation.Clients[0].Epsilon = 6;
        await federation.StartAsync();
        await federation.Clients[0].PushAsync(TestFederation.Task, TestClient.Rows("pushed"));
        federation.Clients[0].Epsilon = 4;
        await federation.PumpAsync();

        RoundOutcome narrow = await federation.RunAsync(TestFederation.Request("round-1"));
        RoundOutcome wide = await federation.RunAsync(TestFederation.Request("round-2", TestFederation.File() with { Privacy = new(Epsilon: 6) }));

        Assert.Contains("/rounds/round-1/", narrow.Clients[0].Demos!.Name, StringComparison.Ordinal);
        Assert.Contains("/pushed/", wide.Clients[0].Demos!.Name, StringComparison.Ordinal);
        Assert.Equal(6, wide.Clients[0].Epsilon);
    }

    [Fact]
    public async Task Push_WithForeignLabel_IsQuarantinedWhenARoundLooks()
    {
        await using var federation = new TestFederation(clients: 1);
        await federation.StartAsync();
        DemoUpload upload = await federation.Clients[0].PushAsync(TestFederation.Task, [new("text", "ugly")]);
        await federation.PumpAsync();

        RoundOutcome outcome = await federation.RunAsync(TestFederation.Request());

        Assert.Contains("/rounds/round-1/", outcome.Clients[0].Demos!.Name, StringComparison.Ordinal);
        Assert.Equal(ReasonCode.UnknownLabel, await federation.Ports.Artifacts.QuarantineReasonAsync(upload.Path(), CancellationToken.None));
        Assert.Empty(await federation.DocumentsAsync(DocumentPath.HeldOf(new TaskId(TestFederation.Task))));
    }

    [Fact]
    public async Task Push_OfTwoPerClient_OneIsTakenPerSeed()
    {
        await using var federation = new TestFederation(clients: 1);
        await federation.StartAsync();
        await federation.Clients[0].PushAsync(TestFederation.Task, TestClient.Rows("first"));
        await federation.Clients[0].PushAsync(TestFederation.Task, TestClient.Rows("second"));
        await federation.PumpAsync();

        RoundOutcome outcome = await federation.RunAsync(TestFederation.Request(file: TestFederation.File(seeds: 3)));

        Assert.Equal(3, outcome.Clients.Select(client => client.Demos!.Name).Distinct().Count());
        Assert.Single(federation.Clients[0].Seen.OfType<SynthesisJob>());
    }

    [Fact]
    public async Task Late_UploadDuringTraining_IsHeldAndUsedByTheNextRound()
    {
        await using var federation = new TestFederation();
        SynthesisJob? missed = null;
        TestClient late = federation.Clients[2];
        late.OnSynthesis = job =>
        {
            missed ??= job;
            return Task.FromResult<JobFact?>(null);
        };
        federation.Clients[0].OnTraining = _ => Task.FromResult<JobFact?>(null);
        await federation.StartAsync();
        await federation.OrderAsync(TestFederation.Request(file: TestFederation.File(QuorumOf2)));
        await federation.DriveAsync(async () => (await federation.StatusAsync())?.Clients.Count(client => client.Phase == ClientPhase.Accepted) == 2);
        federation.Time.Advance(TimeSpan.FromMinutes(61));
        await federation.DriveAsync(async () => (await federation.StatusAsync())?.Phase == RoundPhase.Training);

        await late.AnnounceAsync(missed!);
        await federation.DriveAsync(async () => (await federation.DocumentsAsync(DocumentPath.HeldOf(missed!.Task))).Count == 1);
        await federation.CancelAsync();
        RoundOutcome first = await federation.OutcomeAsync();
        federation.Clients[0].OnTraining = null;
        RoundOutcome second = await federation.RunAsync(TestFederation.Request("round-2"));

        Assert.Equal(ClientPhase.Missing, first.Clients[2].Phase);
        Assert.Equal(RoundPhase.Completed, second.Phase);
        Assert.Contains("/rounds/round-1/s1/", second.Clients[2].Demos!.Name, StringComparison.Ordinal);
        Assert.Equal(1, late.Releases);
    }

    [Theory]
    [InlineData(LatePolicy.KeepForNextRound, 1, null)]
    [InlineData(LatePolicy.Quarantine, 0, ReasonCode.Late)]
    public async Task Late_UploadAfterTheRound_FollowsThePolicy(LatePolicy policy, int held, ReasonCode? quarantined)
    {
        await using var federation = new TestFederation();
        SynthesisJob? missed = null;
        federation.Clients[2].OnSynthesis = job =>
        {
            missed = job;
            return Task.FromResult<JobFact?>(federation.Clients[2].Failed(job, ReasonCode.LimitExceeded));
        };
        await federation.StartAsync();
        await federation.RunAsync(TestFederation.Request(file: TestFederation.File(QuorumOf2 with { Late = policy })));

        await federation.Clients[2].AnnounceAsync(missed!);
        await federation.PumpAsync();

        Assert.Equal(held, (await federation.DocumentsAsync(DocumentPath.HeldOf(missed!.Task))).Count);
        Assert.Equal(quarantined, await federation.Ports.Artifacts.QuarantineReasonAsync(federation.Clients[2].Upload(missed!).Path(), CancellationToken.None));
    }

    // Found by the fault harness: the fact of the job had told the round of the demonstrations, their delayed announcement came after its end, and the next round used them again.
    [Theory]
    [InlineData(LatePolicy.KeepForNextRound)]
    [InlineData(LatePolicy.Quarantine)]
    public async Task Upload_OfDemosTheRoundUsed_AfterItsEnd_IsNoLateUpload(LatePolicy policy)
    {
        await using var federation = new TestFederation();
        await federation.StartAsync();
        await federation.RunAsync(TestFederation.Request(file: TestFederation.File(QuorumOf2 with { Late = policy })));
        SynthesisJob used = Assert.Single(federation.Clients[0].Seen.OfType<SynthesisJob>());

        await federation.Clients[0].AnnounceAsync(used);
        await federation.PumpAsync();

        Assert.Empty(await federation.DocumentsAsync(DocumentPath.HeldOf(used.Task)));
        Assert.Null(await federation.Ports.Artifacts.QuarantineReasonAsync(federation.Clients[0].Upload(used).Path(), CancellationToken.None));
    }

    [Fact]
    public async Task Upload_Quarantined_IsTheClientsOutcome()
    {
        await using var federation = new TestFederation();
        federation.Clients[1].Epsilon = 5;
        await federation.StartAsync();

        RoundOutcome outcome = await federation.RunAsync(TestFederation.Request(file: TestFederation.File(QuorumOf2)));

        Assert.Equal(RoundPhase.Completed, outcome.Phase);
        Assert.Equal((ClientPhase.Quarantined, ReasonCode.EpsilonAbovePlan), (outcome.Clients[1].Phase, outcome.Clients[1].Reason));
        Assert.Equal(2, outcome.Privacy.Count);
    }

    [Fact]
    public async Task Upload_AnnouncedTwiceAndByTheFact_IsAcceptedOnce()
    {
        await using var federation = new TestFederation();
        TestClient client = federation.Clients[0];
        client.OnSynthesis = async job =>
        {
            await client.AnnounceAsync(job);
            await client.AnnounceAsync(job);
            return client.Completed(job);
        };
        await federation.StartAsync();

        RoundOutcome outcome = await federation.RunAsync(TestFederation.Request());

        Assert.Equal(RoundPhase.Completed, outcome.Phase);
        Assert.Equal(3, outcome.Privacy.Count);
        Assert.Empty(federation.Inbox.Poisoned);
    }

    [Fact]
    public async Task Upload_BeforeItsArtifact_IsLookedForAgainAndThenPutAside()
    {
        await using var federation = new TestFederation(clients: 1) { Options = new() { LaterPause = TimeSpan.Zero, MissingArtifactDeliveries = 3 } };
        await federation.StartAsync();
        DemoUpload upload = await federation.Clients[0].PushAsync(TestFederation.Task, TestClient.Rows("pushed"));
        await federation.PumpAsync();
        DemoUpload missing = upload with { ContentHash = new string('a', 64), Manifest = upload.Manifest with { Name = upload.Manifest.Name.Replace(upload.ContentHash[..16], new string('a', 16), StringComparison.Ordinal) } };
        await federation.Ports.Inbox.SendAsync(missing, CancellationToken.None);

        for (int delivery = 1; delivery <= 3; delivery++)
        {
            Assert.Empty(federation.Inbox.Poisoned);
            await federation.PumpAsync();
            federation.Time.Advance(TimeSpan.FromSeconds(31));
        }

        Assert.Equal([ReasonCode.MissingArtifact], federation.Inbox.Poisoned.Select(poisoned => poisoned.Reason));
    }

    [Fact]
    public async Task Upload_FalseAnnouncementOfAnothersArtifact_DoesNotQuarantineIt()
    {
        await using var federation = new TestFederation(clients: 1);
        await federation.StartAsync();
        DemoUpload upload = await federation.Clients[0].PushAsync(TestFederation.Task, TestClient.Rows("pushed"));
        await federation.Ports.Inbox.SendAsync(upload with { Manifest = upload.Manifest with { Sha256 = new string('0', 64) } }, CancellationToken.None);

        await federation.PumpAsync();

        Assert.Equal([ReasonCode.ContentMismatch], federation.Inbox.Poisoned.Select(poisoned => poisoned.Reason));
        Assert.Null(await federation.Ports.Artifacts.QuarantineReasonAsync(upload.Path(), CancellationToken.None));
        Assert.Single(await federation.DocumentsAsync(DocumentPath.HeldOf(upload.Task)));
    }
}
