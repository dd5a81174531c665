using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Orchestrator.Tests.Support;

namespace Fdkt.Orchestrator.Tests.Scenarios;

/// <summary>Rounds whose messages come twice, late, or not at all.</summary>
public sealed class UnreliableMessageTests
{
    [Fact]
    public async Task Round_FactsTwiceAndOutOfOrder_CountOnce()
    {
        await using var federation = new TestFederation();
        var delayed = new List<JobFact>();
        federation.Network = fact =>
        {
            // Every fact twice, and once more with the next one.
            JobFact[] arriving = [.. delayed, fact, fact];
            delayed = [fact];
            return arriving;
        };
        await federation.StartAsync();

        RoundOutcome outcome = await federation.RunAsync(TestFederation.Request());

        Assert.Equal(RoundPhase.Completed, outcome.Phase);
        Assert.Equal([("write", 3L)], outcome.Stages.Select(stage => (stage.Name, stage.In)));
        Assert.All(federation.Clients, client => Assert.Equal(1, client.Releases));
    }

    [Fact]
    public async Task Round_AllFactsLost_IsFoundByTheResultsWhenJobsAreLookedAfter()
    {
        await using var federation = new TestFederation();
        federation.Network = _ => [];
        await federation.StartAsync();
        // Time runs on while threads of the round wait for a processor: the deadlines are far behind what that can come to.
        TimeSpan deadline = TimeSpan.FromDays(60);
        var section = new FederationSection(DemosMinutes: deadline.TotalMinutes, AugmentationMinutes: deadline.TotalMinutes, TrainingMinutes: deadline.TotalMinutes);
        await federation.OrderAsync(TestFederation.Request(file: TestFederation.File(section)));

        RoundOutcome outcome = await federation.OutcomeOverTimeAsync();

        Assert.Equal(RoundPhase.Completed, outcome.Phase);
        Assert.True(federation.Time.GetUtcNow() - outcome.StartedAt < deadline, "the deadlines were not needed");
    }

    [Fact]
    public async Task Round_AnnouncementLost_IsMadeUpForByTheFact()
    {
        await using var federation = new TestFederation();
        TestClient client = federation.Clients[0];
        client.OnSynthesis = async job =>
        {
            await client.StoreAsync(job);
            return client.Completed(job);
        };
        await federation.StartAsync();

        Assert.Equal(RoundPhase.Completed, (await federation.RunAsync(TestFederation.Request())).Phase);
    }

    [Fact]
    public async Task Round_JobLost_IsSentAgainWhereNothingWasHeard()
    {
        await using var federation = new TestFederation();
        TestClient silent = federation.Clients[0];
        silent.OnSynthesis = job => silent.Seen.Count == 1 ? Task.FromResult<JobFact?>(null) : silent.SynthesizeAsync(job);
        TestClient busy = federation.Clients[1];
        busy.OnSynthesis = async job =>
        {
            await federation.SendAsync(new JobStarted(JobFact.CurrentSchemaVersion, job.Id, "1", job.Round, job.Seed, busy.Name, federation.Time.GetUtcNow()));
            return null;
        };
        await federation.StartAsync();
        await federation.OrderAsync(TestFederation.Request());
        await federation.DriveAsync(async () => silent.Seen.Count == 1 && busy.Seen.Count == 1 && await federation.AcceptedAsync() == 1);
        federation.Time.Advance(TimeSpan.FromMinutes(5));
        await federation.SendAsync(new ClientJobWorking(JobFact.CurrentSchemaVersion, busy.Seen[0].Id, "1", new RoundId("round-1"), 1, busy.Name, federation.Time.GetUtcNow()));
        await federation.PumpAsync();

        federation.Time.Advance(TimeSpan.FromMinutes(6));
        // Fifteen minutes from the start the busy one would be silent for ten, too.
        await federation.DriveOverTimeAsync(async () => await federation.AcceptedAsync() == 2, TimeSpan.FromMinutes(3));

        Assert.Equal(2, silent.Seen.Count);
        Assert.Single(busy.Seen);
        Assert.Equal(1, silent.Releases);
    }
}
