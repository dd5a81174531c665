using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Orchestrator.Tests.Support;

namespace Fdkt.FunctionApp.Tests.Rounds;

/// <summary>Rounds on Durable's engine. Time is real here, so deadlines are far away or past.</summary>
public sealed class DurableRoundTests
{
    [Fact]
    public async Task Round_OnDurable_CompletesLikeEverywhere()
    {
        await using DurableFederation durable = await DurableFederation.StartAsync(new TestFederation());
        await durable.Federation.OrderAsync(TestFederation.Request(file: TestFederation.File(seeds: 2)));

        RoundOutcome outcome = await durable.OutcomeAsync();

        Assert.Equal(RoundPhase.Completed, outcome.Phase);
        Assert.Equal(6, outcome.Clients.Count);
        Assert.All(outcome.Clients, client => Assert.Equal(ClientPhase.Trained, client.Phase));
        Assert.All(durable.Federation.Clients, client => Assert.Equal(2, client.Releases));
        Assert.Equal(("Completed", "\"completed\""), await durable.EndAsync());
    }

    [Fact]
    public async Task Order_GivenTwice_IsOneRound()
    {
        await using DurableFederation durable = await DurableFederation.StartAsync(new TestFederation(clients: 1));
        await durable.Federation.OrderAsync(TestFederation.Request());
        await durable.Federation.OrderAsync(TestFederation.Request());

        RoundOutcome outcome = await durable.OutcomeAsync();

        Assert.Equal(RoundPhase.Completed, outcome.Phase);
        Assert.Equal(1, durable.Federation.Clients[0].Releases);
    }

    [Fact]
    public async Task Cancel_WhileClientsWork_EndsTheRound()
    {
        await using DurableFederation durable = await DurableFederation.StartAsync(new TestFederation(clients: 1));
        durable.Federation.Clients[0].OnSynthesis = _ => Task.FromResult<JobFact?>(null);
        await durable.Federation.OrderAsync(TestFederation.Request());
        await durable.DriveAsync(() => Task.FromResult(durable.Federation.Clients[0].Seen.Count > 0));

        await durable.Federation.CancelAsync();
        RoundOutcome outcome = await durable.OutcomeAsync();

        Assert.Equal(RoundPhase.Cancelled, outcome.Phase);
        Assert.Equal(("Completed", "\"cancelled\""), await durable.EndAsync());
    }

    [Fact]
    public async Task Deadline_OfADurableTimer_EndsTheCollection()
    {
        await using DurableFederation durable = await DurableFederation.StartAsync(new TestFederation(clients: 1));
        durable.Federation.Clients[0].OnSynthesis = _ => Task.FromResult<JobFact?>(null);
        var brief = new FederationSection(Quorum: 1, DemosMinutes: 0.02);
        await durable.Federation.OrderAsync(TestFederation.Request(file: TestFederation.File(brief)));

        RoundOutcome outcome = await durable.OutcomeAsync();

        Assert.Equal(RoundPhase.QuorumNotMet, outcome.Phase);
        Assert.Equal(ClientPhase.Missing, Assert.Single(outcome.Clients).Phase);
    }

    [Fact]
    public async Task RefusedActivity_IsNotTriedAgain()
    {
        await using DurableFederation durable = await DurableFederation.StartAsync(new TestFederation(clients: 0));

        // An instance without a stored order: planning refuses it for good, and the orchestration fails at once instead of after a week of tries.
        await durable.Parts.Host.ContinueAsync(new RoundId("round-0"), TestContext.Current.CancellationToken);

        Assert.Equal("Failed", (await durable.EndAsync("round-0")).Status);
    }
}
