using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Orchestrator.Hosting;
using Fdkt.Orchestrator.Schedules;
using Fdkt.Orchestrator.Tests.Support;

namespace Fdkt.Orchestrator.Tests.Schedules;

/// <summary>The clock of <see cref="TestFederation"/> begins on Monday, 5 January 2026, at 03:00 UTC.</summary>
public sealed class ScheduleRunnerTests
{
    [Fact]
    public async Task Tick_FirstLook_MakesUpForNothingAndWaitsForTheNext()
    {
        await using TestFederation federation = await StartAsync("30 3 * * *");

        TimeSpan pause = await Runner(federation).TickAsync(CancellationToken.None);

        Assert.Equal(TimeSpan.FromMinutes(30), pause);
        Assert.Empty(await federation.DocumentsAsync("rounds/"));
    }

    [Fact]
    public async Task Tick_Due_StartsTheRoundOfThatTick()
    {
        await using TestFederation federation = await StartAsync("30 3 * * *");
        await Runner(federation).TickAsync(CancellationToken.None);
        federation.Time.Advance(TimeSpan.FromMinutes(31));

        await Runner(federation).TickAsync(CancellationToken.None);

        Assert.Equal(RoundPhase.Completed, (await federation.OutcomeAsync("nightly-20260105-0330")).Phase);
    }

    [Fact]
    public async Task Tick_LookedAtTwice_IsOneRound()
    {
        await using TestFederation federation = await StartAsync("30 3 * * *");
        await Runner(federation).TickAsync(CancellationToken.None);
        federation.Time.Advance(TimeSpan.FromMinutes(31));

        await Runner(federation).TickAsync(CancellationToken.None);
        await Runner(federation).TickAsync(CancellationToken.None);
        await federation.OutcomeAsync("nightly-20260105-0330");

        Assert.All(federation.Clients, client => Assert.Equal(1, client.Releases));
    }

    [Fact]
    public async Task Tick_SeveralMissed_CollapseToTheLast()
    {
        await using TestFederation federation = await StartAsync("0 * * * *");
        await Runner(federation).TickAsync(CancellationToken.None);
        federation.Time.Advance(TimeSpan.FromHours(5.5));

        await Runner(federation).TickAsync(CancellationToken.None);
        await federation.OutcomeAsync("nightly-20260105-0800");

        Assert.Equal(["nightly-20260105-0800"], (await federation.DocumentsAsync("rounds/")).Select(name => name.Split('/')[1]).Distinct());
    }

    [Fact]
    public async Task Tick_WhileARoundOfTheTaskRuns_IsSkipped()
    {
        await using TestFederation federation = await StartAsync("0 * * * *");
        federation.Clients[0].OnSynthesis = _ => Task.FromResult<JobFact?>(null);
        await Runner(federation).TickAsync(CancellationToken.None);
        federation.Time.Advance(TimeSpan.FromHours(1));
        await Runner(federation).TickAsync(CancellationToken.None);
        await federation.DriveAsync(() => federation.Clients[0].Seen.Count > 0);
        federation.Time.Advance(TimeSpan.FromMinutes(59));
        await federation.PumpAsync();

        federation.Time.Advance(TimeSpan.FromMinutes(1));
        await Runner(federation).TickAsync(CancellationToken.None);

        Assert.Equal(["nightly-20260105-0400"], (await federation.DocumentsAsync("rounds/")).Select(name => name.Split('/')[1]).Distinct());
    }

    [Fact]
    public async Task Tick_InItsTimeZone_IsNamedInUtc()
    {
        await using TestFederation federation = await StartAsync("0 5 * * *", "Europe/Vienna");
        await Runner(federation).TickAsync(CancellationToken.None);
        federation.Time.Advance(TimeSpan.FromMinutes(61));

        await Runner(federation).TickAsync(CancellationToken.None);

        Assert.Contains("rounds/nightly-20260105-0400/request.json", await federation.DocumentsAsync("rounds/"));
    }

    private static ScheduleRunner Runner(TestFederation federation) => federation.Orchestrator.Schedules[0];

    private static async Task<TestFederation> StartAsync(string cron, string zone = "UTC")
    {
        RoundRequest request = TestFederation.Request();
        var schedule = new RoundSchedule("nightly", cron, zone, request.Task, request.File, request.Labels, request.Model, null);
        var federation = new TestFederation { Options = new OrchestratorOptions { LaterPause = TimeSpan.Zero, Schedules = [schedule] } };
        await federation.StartAsync();
        return federation;
    }
}
