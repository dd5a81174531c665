using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Orchestrator.Tests.Support;

namespace Fdkt.Orchestrator.Tests.Scenarios;

public sealed class RestartTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Orchestrator_KilledInEachAppend_ComesToTheSameOutcome(bool beforeWriting)
    {
        (RoundOutcome expected, _) = await RunAsync(null, beforeWriting);
        Assert.Equal(RoundPhase.Completed, expected.Phase);

        // Up to the first run that is over before its time to die.
        int append = 0;
        for (bool killed = true; killed;)
        {
            (RoundOutcome outcome, killed) = await RunAsync(++append, beforeWriting);
            Assert.Equal(Text(expected), Text(outcome));
        }

        Assert.True(append > 10, $"only {append} appends");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Orchestrator_KilledAtEachEffect_ComesToTheSameOutcome(bool before)
    {
        (RoundOutcome expected, _) = await RunAsync(null, before);

        int effect = 0;
        for (bool killed = true; killed;)
        {
            int last = ++effect;
            int effects = 0;
            (RoundOutcome outcome, killed) = await RunAsync(null, false, process => process.OnEffect = name =>
            {
                if (Interlocked.Increment(ref effects) == last)
                {
                    process.Kill();
                    if (before)
                    {
                        throw new IOException($"Dead before {name}.");
                    }
                }
            });
            Assert.Equal(Text(expected), Text(outcome));
        }

        Assert.True(effect > 15, $"only {effect} effects");
    }

    [Fact]
    public async Task Orchestrator_KilledAfterSynthesis_SendsNoSynthesisAgain()
    {
        await using var federation = new TestFederation();
        federation.Server.OnAugmentation = _ => Task.FromResult<JobFact?>(null);
        await federation.StartAsync();
        await federation.OrderAsync(TestFederation.Request());
        await federation.DriveAsync(() => federation.Server.Seen.Count > 0);

        federation.Process.Kill();
        federation.Server.OnAugmentation = null;
        await federation.RestartAsync();
        AugmentationJob job = federation.Server.Seen[0];
        await federation.SendAsync((await federation.Server.WriteAsync(job))!);
        RoundOutcome outcome = await federation.OutcomeAsync();

        Assert.Equal(RoundPhase.Completed, outcome.Phase);
        Assert.All(federation.Clients, client => Assert.Single(client.Seen.OfType<SynthesisJob>()));
    }

    [Fact]
    public async Task Orchestrator_AwayOverTheDeadline_EndsThePhaseWhenItIsBack()
    {
        await using var federation = new TestFederation();
        federation.Clients[0].OnSynthesis = _ => Task.FromResult<JobFact?>(null);
        await federation.StartAsync();
        await federation.OrderAsync(TestFederation.Request(file: TestFederation.File(new FederationSection(Quorum: 2, ResendMinutes: 90))));
        await federation.DriveAsync(async () => (await federation.StatusAsync())?.Clients.Count(client => client.Phase == ClientPhase.Accepted) == 2);

        federation.Process.Kill();
        federation.Time.Advance(TimeSpan.FromHours(5));
        await federation.RestartAsync();

        Assert.Equal([ClientPhase.Missing, ClientPhase.Trained, ClientPhase.Trained], (await federation.OutcomeAsync()).Clients.Select(client => client.Phase));
    }

    [Fact]
    public async Task TwoOrchestrators_OnOneRound_ComeToOneOutcome()
    {
        await using var federation = new TestFederation();
        await federation.StartAsync();
        await federation.OrderAsync(TestFederation.Request(file: TestFederation.File(new FederationSection(ResendMinutes: 1))));
        await federation.DriveAsync(() => federation.Clients.Any(client => client.Seen.Count > 0));

        await federation.RestartAsync();
        RoundOutcome outcome = await federation.OutcomeOverTimeAsync();

        Assert.Equal(RoundPhase.Completed, outcome.Phase);
        Assert.All(federation.Clients, client => Assert.Equal(1, client.Releases));
    }

    [Fact]
    public async Task Orchestrator_StoreFailsNowAndThen_ComesToTheSameOutcome()
    {
        var random = new Random(17);
        await using var federation = new TestFederation();
        TestProcess process = federation.NewProcess();
        process.OnEffect = effect =>
        {
            lock (random)
            {
                if (random.Next(4) == 0)
                {
                    throw new IOException($"The store has a moment, at {effect}.");
                }
            }
        };
        await federation.StartAsync(process);
        await federation.OrderAsync(TestFederation.Request());

        RoundOutcome outcome = await federation.OutcomeOverTimeAsync();

        Assert.Equal(RoundPhase.Completed, outcome.Phase);
        Assert.Equal(3, outcome.Privacy.Count);
        Assert.All(federation.Clients, client => Assert.Equal(1, client.Releases));
    }

    private static async Task<(RoundOutcome Outcome, bool Killed)> RunAsync(int? diesAtAppend, bool beforeWriting, Action<TestProcess>? prepare = null)
    {
        await using var federation = new TestFederation(clients: 2);
        TestProcess process = federation.NewProcess(diesAtAppend, beforeWriting);
        prepare?.Invoke(process);
        await federation.StartAsync(process);
        await federation.Clients[0].PushAsync(TestFederation.Task, TestClient.Rows("pushed"));
        await federation.DriveAsync(async () => (await federation.DocumentsAsync("held/")).Count == 1);

        RoundOutcome outcome = await federation.RunAsync(TestFederation.Request());

        Assert.Equal([1, 1], federation.Clients.Select(client => client.Releases));
        Assert.Empty(federation.Clients[0].Seen.OfType<SynthesisJob>());
        return (outcome, process.Killed);
    }

    // Keys and with them manifests differ from run to run, and a restart takes time; all else is the same.
    private static string Text(RoundOutcome outcome) => JsonSerializer.Serialize(
        outcome with { StartedAt = default, EndedAt = default, Clients = [.. outcome.Clients.Select(client => client with { Demos = null })], Augmented = [.. outcome.Augmented.Select(texts => texts with { Sha256 = "", Length = 0 })] },
        FederationJsonContext.Default.RoundOutcome);
}
