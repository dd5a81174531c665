using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Rounds;
using Fdkt.Orchestrator.Tests.Support;

namespace Fdkt.Orchestrator.Tests.Scenarios;

public sealed class RoundScenarioTests
{
    private static readonly FederationSection QuorumOf2 = new(Quorum: 2, DemosMinutes: 60, ResendMinutes: 90);

    [Fact]
    public async Task Round_ThreeClientsTwoSeeds_CompletesWithEachReleaseOnce()
    {
        await using var federation = new TestFederation();
        await federation.StartAsync();

        RoundOutcome outcome = await federation.RunAsync(TestFederation.Request(file: TestFederation.File(seeds: 2)));

        Assert.Equal(RoundPhase.Completed, outcome.Phase);
        Assert.Equal(6, outcome.Clients.Count);
        Assert.All(outcome.Clients, client => Assert.Equal(ClientPhase.Trained, client.Phase));
        Assert.Equal(6, outcome.Privacy.Count);
        Assert.All(federation.Clients, client => Assert.Equal(2, client.Releases));
        Assert.All(federation.Clients, client => Assert.Equal(4, client.Seen.Count));
        Assert.Equal([("write", 6L, 4L, 0L)], outcome.Stages.Select(stage => (stage.Name, stage.In, stage.Kept, stage.Dropped.Values.Sum())));
        Assert.Equal(4, outcome.Augmented.Count);
    }

    [Fact]
    public async Task Round_JobsAndPool_SayWhatTheRoundFileSays()
    {
        await using var federation = new TestFederation();
        await federation.StartAsync();

        await federation.RunAsync(TestFederation.Request(file: TestFederation.File() with { Comparisons = RoundFile.DefaultComparisons }));

        AugmentationJob augmentation = Assert.Single(federation.Server.Seen);
        Assert.Equal([Comparison.SelfTraining, Comparison.ZeroShot, Comparison.Fdkt], augmentation.Methods);
        Assert.Equal(["client-1", "client-2", "client-3"], federation.Server.Pools[augmentation.Id].Demos.Select(demos => demos.Client.Value));
        TrainingJob training = federation.Clients[0].Seen.OfType<TrainingJob>().Single();
        Assert.Equal([Comparison.PrivateOnly, Comparison.SelfTraining, Comparison.ZeroShot, Comparison.DemosOnly, Comparison.Fdkt], training.Methods);
        Assert.Equal(augmentation.Methods, training.Texts.Select(texts => texts.Method));
        Assert.Equal(4, federation.Clients[0].Seen.OfType<SynthesisJob>().Single().Privacy.Epsilon);
    }

    [Fact]
    public async Task Round_QuorumMetAtDeadline_GoesOnWithoutTheMissing()
    {
        await using var federation = new TestFederation();
        federation.Clients[2].OnSynthesis = _ => Task.FromResult<JobFact?>(null);
        await federation.StartAsync();
        await federation.OrderAsync(TestFederation.Request(file: TestFederation.File(QuorumOf2)));
        await federation.DriveAsync(async () => await federation.AcceptedAsync() == 2);

        federation.Time.Advance(TimeSpan.FromMinutes(61));
        RoundOutcome outcome = await federation.OutcomeAsync();

        Assert.Equal(RoundPhase.Completed, outcome.Phase);
        Assert.Equal([ClientPhase.Trained, ClientPhase.Trained, ClientPhase.Missing], outcome.Clients.Select(client => client.Phase));
        Assert.Empty(federation.Clients[2].Seen.OfType<TrainingJob>());
    }

    [Fact]
    public async Task Round_QuorumNotMetAtDeadline_EndsWithoutAugmentation()
    {
        await using var federation = new TestFederation();
        federation.Clients[1].OnSynthesis = federation.Clients[2].OnSynthesis = _ => Task.FromResult<JobFact?>(null);
        await federation.StartAsync();
        await federation.OrderAsync(TestFederation.Request(file: TestFederation.File(QuorumOf2)));
        await federation.DriveAsync(async () => await federation.AcceptedAsync() == 1);

        federation.Time.Advance(TimeSpan.FromMinutes(61));
        RoundOutcome outcome = await federation.OutcomeAsync();

        Assert.Equal(RoundPhase.QuorumNotMet, outcome.Phase);
        Assert.Null(outcome.Reason);
        Assert.Empty(federation.Server.Seen);
    }

    [Fact]
    public async Task Round_FewerEnrolledThanQuorum_EndsAtOnce()
    {
        await using var federation = new TestFederation(clients: 1);
        await federation.StartAsync();

        RoundOutcome outcome = await federation.RunAsync(TestFederation.Request(file: TestFederation.File(QuorumOf2)));

        Assert.Equal(RoundPhase.QuorumNotMet, outcome.Phase);
        Assert.Empty(federation.Clients[0].Seen);
    }

    [Fact]
    public async Task Round_RefusedAndFailedClients_CountAsOutcomesWithTheirReasons()
    {
        await using var federation = new TestFederation();
        federation.Clients[0].OnSynthesis = job => Task.FromResult<JobFact?>(federation.Clients[0].Refused(job, ReasonCode.BudgetExceeded));
        federation.Clients[1].OnTraining = job => Task.FromResult<JobFact?>(federation.Clients[1].Failed(job, ReasonCode.LimitExceeded));
        await federation.StartAsync();

        RoundOutcome outcome = await federation.RunAsync(TestFederation.Request(file: TestFederation.File(QuorumOf2)));

        Assert.Equal(RoundPhase.Completed, outcome.Phase);
        Assert.Equal([ClientPhase.Refused, ClientPhase.Failed, ClientPhase.Trained], outcome.Clients.Select(client => client.Phase));
        Assert.Equal([ReasonCode.BudgetExceeded, ReasonCode.LimitExceeded, null], outcome.Clients.Select(client => client.Reason));
    }

    [Fact]
    public async Task Round_AugmentationFails_EndsWithItsReason()
    {
        await using var federation = new TestFederation();
        federation.Server.OnAugmentation = job => Task.FromResult<JobFact?>(federation.Server.Failed(job, ReasonCode.LimitExceeded));
        await federation.StartAsync();

        RoundOutcome outcome = await federation.RunAsync(TestFederation.Request());

        Assert.Equal((RoundPhase.AugmentationFailed, ReasonCode.LimitExceeded), (outcome.Phase, outcome.Reason));
        Assert.Equal(3, outcome.Privacy.Count);
    }

    [Fact]
    public async Task Round_AugmentationSilentAtDeadline_Fails()
    {
        await using var federation = new TestFederation();
        federation.Server.OnAugmentation = _ => Task.FromResult<JobFact?>(null);
        await federation.StartAsync();
        await federation.OrderAsync(TestFederation.Request());
        await federation.DriveAsync(() => federation.Server.Seen.Count > 0);

        federation.Time.Advance(TimeSpan.FromMinutes(121));

        Assert.Equal(RoundPhase.AugmentationFailed, (await federation.OutcomeAsync()).Phase);
    }

    [Theory]
    [InlineData(RoundPhase.Collecting)]
    [InlineData(RoundPhase.Augmenting)]
    [InlineData(RoundPhase.Training)]
    public async Task Round_CancelledInEachPhase_EndsCancelled(RoundPhase phase)
    {
        await using var federation = new TestFederation();
        federation.Clients[0].OnSynthesis = phase == RoundPhase.Collecting ? _ => Task.FromResult<JobFact?>(null) : null;
        federation.Server.OnAugmentation = phase == RoundPhase.Augmenting ? _ => Task.FromResult<JobFact?>(null) : null;
        federation.Clients[0].OnTraining = phase == RoundPhase.Training ? _ => Task.FromResult<JobFact?>(null) : null;
        await federation.StartAsync();
        await federation.OrderAsync(TestFederation.Request());
        await federation.DriveAsync(async () => (await federation.StatusAsync())?.Phase == phase);

        await federation.CancelAsync();
        RoundOutcome outcome = await federation.OutcomeAsync();

        Assert.Equal((RoundPhase.Cancelled, ReasonCode.Cancelled), (outcome.Phase, outcome.Reason));
    }

    [Fact]
    public async Task Round_SecondOrderOfTheSameId_IsTheSameRound()
    {
        await using var federation = new TestFederation();
        await federation.StartAsync();
        await federation.OrderAsync(TestFederation.Request());

        RoundOutcome outcome = await federation.RunAsync(TestFederation.Request());
        await federation.OrderAsync(TestFederation.Request());
        while (await federation.PumpAsync() > 0)
        {
            // The second order is taken and comes to nothing.
        }

        Assert.Equal(RoundPhase.Completed, outcome.Phase);
        Assert.All(federation.Clients, client => Assert.Equal(1, client.Releases));
    }

    [Fact]
    public async Task Round_WhileOneOfItsTaskRuns_IsRefused()
    {
        await using var federation = new TestFederation();
        federation.Clients[0].OnSynthesis = _ => Task.FromResult<JobFact?>(null);
        await federation.StartAsync();
        await federation.OrderAsync(TestFederation.Request("round-1"));
        await federation.DriveAsync(() => federation.Clients[0].Seen.Count > 0);

        RoundOutcome outcome = await federation.RunAsync(TestFederation.Request("round-2"));

        Assert.Equal((RoundPhase.Refused, ReasonCode.TaskBusy), (outcome.Phase, outcome.Reason));
        Assert.Null(await federation.FindOutcomeAsync("round-1"));
    }

    [Fact]
    public async Task Rounds_OfTwoTasks_RunSideBySide()
    {
        await using var federation = new TestFederation();
        await federation.StartAsync();
        foreach (TestClient client in federation.Clients)
        {
            await client.EnrolAsync(TestFederation.Task, "mails");
        }

        await federation.OrderAsync(TestFederation.Request("round-1"));
        await federation.OrderAsync(TestFederation.Request("round-2", task: "mails"));

        Assert.Equal(RoundPhase.Completed, (await federation.OutcomeAsync("round-1")).Phase);
        Assert.Equal(RoundPhase.Completed, (await federation.OutcomeAsync("round-2")).Phase);
        Assert.All(federation.Clients, client => Assert.Equal(2, client.Releases));
    }

    [Fact]
    public async Task Round_RevokedOrNotNamedClients_TakeNoPart()
    {
        await using var federation = new TestFederation(clients: 4);
        await federation.StartAsync();
        await federation.Clients[3].EnrolAsync(federation.Clients[3].Registration(TestFederation.Task) with { RevokedAt = DateTimeOffset.UnixEpoch });

        RoundOutcome outcome = await federation.RunAsync(TestFederation.Request(participants: ["client-1", "client-2", "client-4", "client-9"]));

        Assert.Equal(["client-1", "client-2"], outcome.Clients.Select(client => client.Client.Value));
    }

    [Fact]
    public async Task Status_WhileARoundRuns_SaysWhereItStands()
    {
        await using var federation = new TestFederation();
        federation.Clients[2].OnSynthesis = _ => Task.FromResult<JobFact?>(null);
        await federation.StartAsync();
        await federation.OrderAsync(TestFederation.Request(file: TestFederation.File(QuorumOf2)));
        await federation.DriveAsync(async () => await federation.AcceptedAsync() == 2);

        RoundStatus status = (await federation.StatusAsync())!;

        Assert.Equal((RoundPhase.Collecting, 1, 2), (status.Phase, status.Seed, status.Quorum));
        Assert.Equal(federation.Time.GetUtcNow() + TimeSpan.FromMinutes(60), status.Deadline);
        Assert.Equal([ClientPhase.Accepted, ClientPhase.Accepted, ClientPhase.Asked], status.Clients.Select(client => client.Phase));
        Assert.Equal([4, 4, null], status.Clients.Select(client => client.Epsilon));
    }

    [Fact]
    public async Task Progress_OfWorkingJobs_IsWrittenAndEndsWithThem()
    {
        await using var federation = new TestFederation();
        TestClient client = federation.Clients[0];
        client.OnSynthesis = async job =>
        {
            await federation.SendAsync(new ClientJobWorking(JobFact.CurrentSchemaVersion, job.Id, "1", job.Round, job.Seed, client.Name, federation.Time.GetUtcNow()));
            return null;
        };
        await federation.StartAsync();
        await federation.OrderAsync(TestFederation.Request());
        await federation.DriveAsync(() => client.Seen.Count > 0);
        await federation.PumpAsync();

        await federation.Orchestrator.Progress.WriteAsync(CancellationToken.None);

        RoundProgress progress = (await federation.Ports.Documents.ReadAsync(
            DocumentPath.Progress(new RoundId("round-1")), Contracts.Json.FederationJsonContext.Default.RoundProgress, RoundProgress.CurrentSchemaVersion, CancellationToken.None))!.Value;
        Assert.Equal([("round-1.s1.synthesis.client-1", "", 0, 0)], progress.Jobs.Select(job => (job.Job.Value, job.Step, job.Done, job.Total)));
    }
}
