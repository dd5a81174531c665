using Fdkt.Contracts.Federation;
using Fdkt.Orchestrator.Hosting;
using Fdkt.Orchestrator.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fdkt.Orchestrator.Tests.Hosting;

/// <summary>The service as a process runs it, with its own loops on the real clock.</summary>
public sealed class OrchestratorServiceTests
{
    private static readonly OrchestratorOptions Fast = new()
    {
        InboxPause = TimeSpan.FromMilliseconds(5),
        ReceiveWait = TimeSpan.FromMilliseconds(50),
        LaterPause = TimeSpan.FromMilliseconds(5),
        FaultPause = TimeSpan.FromMilliseconds(20),
        ProgressInterval = TimeSpan.FromMilliseconds(20),
    };

    [Fact]
    public async Task Run_Round_GoesToItsOutcomeAndStopsWhenAsked()
    {
        await using var federation = new TestFederation(clock: TimeProvider.System);
        await federation.EnrolAsync();
        using var stop = new CancellationTokenSource();
        Task service = Service(federation).RunAsync(stop.Token);

        await federation.OrderAsync(TestFederation.Request());
        RoundOutcome outcome = await WorkUntilOutcomeAsync(federation);
        await stop.CancelAsync();
        await service;

        Assert.Equal(RoundPhase.Completed, outcome.Phase);
        Assert.Equal(0, federation.Jobs.Count(FederationQueues.JobResults));
    }

    [Fact]
    public async Task Run_StoppedInTheMiddleAndRunAgain_GoesOn()
    {
        await using var federation = new TestFederation(clock: TimeProvider.System);
        await federation.EnrolAsync();
        await federation.OrderAsync(TestFederation.Request());
        using (var stop = new CancellationTokenSource())
        {
            Task service = Service(federation).RunAsync(stop.Token);
            while (federation.Clients.All(client => client.Seen.Count == 0))
            {
                await federation.WorkAsync();
                await Task.Yield();
            }

            await stop.CancelAsync();
            await service;
        }

        using var end = new CancellationTokenSource();
        Task again = Service(federation).RunAsync(end.Token);
        RoundOutcome outcome = await WorkUntilOutcomeAsync(federation);
        await end.CancelAsync();
        await again;

        Assert.Equal(RoundPhase.Completed, outcome.Phase);
        Assert.All(federation.Clients, client => Assert.Equal(1, client.Releases));
    }

    [Fact]
    public void Service_WithFaultyOptions_IsNotMade()
    {
        OrchestratorOptionsException error = Assert.Throws<OrchestratorOptionsException>(() => new OrchestratorService(
            new TestFederation(clients: 0).Ports, new OrchestratorOptions { ParallelMessages = 0, FaultPause = TimeSpan.Zero }, TimeProvider.System, NullLoggerFactory.Instance));

        Assert.Equal(2, error.Problems.Count);
    }

    private static OrchestratorService Service(TestFederation federation) => new(federation.Ports, Fast, TimeProvider.System, NullLoggerFactory.Instance);

    private static async Task<RoundOutcome> WorkUntilOutcomeAsync(TestFederation federation)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            await federation.WorkAsync();
            if (await federation.FindOutcomeAsync() is { } outcome)
            {
                return outcome;
            }
        }
    }
}
