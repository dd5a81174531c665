using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Journal;
using Fdkt.Orchestrator.Rounds;
using Fdkt.Orchestrator.Runner;
using Fdkt.Transport.Journal.Folder;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Fdkt.Orchestrator.Tests.Runner;

public sealed class JournaledRunnerTests : IDisposable
{
    private static readonly RoundId Round = new("round-1");
    private static readonly RoundPlan Plan = new(
        new TaskId("reviews"), null, [1], [new ClientId("a")], 1, TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(9), LatePolicy.KeepForNextRound);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fdkt-runner-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 5, 3, 0, 0, TimeSpan.Zero));
    private readonly List<string> _ran = [];
    private readonly SemaphoreSlim _sent = new(0);
    private RoundOutcome? _written;

    private IRoundJournal Journal => new FolderRoundJournalStore(_folder.FullName).Open(Round);

    [Fact]
    public async Task Run_WithoutParticipants_JournalsWhatWasLearnedInOrder()
    {
        await Runner(Table(Plan with { Participants = [] })).RunAsync(CancellationToken.None);

        IReadOnlyList<JournalEntry> entries = await Journal.ReadAsync(CancellationToken.None);
        Assert.Equal(
            ["time now", "time now", "effect 0:plan/plan", "time now", "effect 1:writeStatus/s.quorumNotMet", "time now", "effect 2:writeOutcome/quorumNotMet", "time now", "end quorumNotMet"],
            entries.Select(entry => $"{entry.Kind} {entry.Name}"));
        Assert.Equal(Enumerable.Range(0, entries.Count).Select(number => (long)number), entries.Select(entry => entry.Sequence));
        Assert.Equal(["plan", "writeStatus", "writeOutcome"], _ran);
    }

    [Fact]
    public async Task Run_OfARoundThatEnded_DoesNothing()
    {
        await Runner(Table(Plan with { Participants = [] })).RunAsync(CancellationToken.None);
        _ran.Clear();
        JournaledRunner again = Runner(Table(Plan));

        await again.RunAsync(CancellationToken.None);

        Assert.Empty(_ran);
        Assert.False(await again.RaiseAsync(RoundEvents.Cancel, Cancel(), CancellationToken.None));
    }

    [Fact]
    public async Task Run_AfterAStop_RunsNoJournaledActivityAgain()
    {
        await StopWhileCollectingAsync();
        _ran.Clear();

        JournaledRunner runner = Runner(Table(Plan));
        Task run = runner.RunAsync(CancellationToken.None);
        Assert.True(await runner.RaiseAsync(RoundEvents.Cancel, Cancel(), CancellationToken.None));
        await run;

        Assert.Equal(["writeStatus", "writeOutcome"], _ran);
        Assert.Equal(RoundPhase.Cancelled, _written!.Phase);
    }

    [Fact]
    public async Task Run_TimeInAReplay_IsThatOfTheJournal()
    {
        await StopWhileCollectingAsync();
        DateTimeOffset began = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMinutes(5));

        JournaledRunner runner = Runner(Table(Plan));
        Task run = runner.RunAsync(CancellationToken.None);
        await runner.RaiseAsync(RoundEvents.Cancel, Cancel(), CancellationToken.None);
        await run;

        Assert.Equal((began, began + TimeSpan.FromMinutes(5)), (_written!.StartedAt, _written.EndedAt));
    }

    [Fact]
    public async Task Run_TimerThatCameDueMeanwhile_FiresAtOnce()
    {
        await StopWhileCollectingAsync();
        _time.Advance(TimeSpan.FromHours(2));

        await Runner(Table(Plan)).RunAsync(CancellationToken.None);

        Assert.Equal(RoundPhase.QuorumNotMet, _written!.Phase);
    }

    [Fact]
    public async Task Run_JournalOfAnotherProgram_NamesBothSides()
    {
        IRoundJournal journal = Journal;
        await journal.ReadAsync(CancellationToken.None);
        await journal.AppendAsync(
            [Entry(0, "time", "now", JsonSerializer.SerializeToElement(_time.GetUtcNow())), Entry(1, "effect", "0:prepare/plan", JsonSerializer.SerializeToElement(new { result = new { } }))],
            CancellationToken.None);

        DivergedException error = await Assert.ThrowsAsync<DivergedException>(() => Runner(Table(Plan)).RunAsync(CancellationToken.None));

        Assert.Equal(("0:prepare/plan", "0:plan/plan"), (error.Journaled, error.Requested));
        Assert.Contains("'0:prepare/plan'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'0:plan/plan'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("effect", "9:plan/plan")]
    [InlineData("effect", "plan")]
    [InlineData("timer", "0:timer")]
    [InlineData("wish", "x")]
    public async Task Run_JournalWithWhatWasNotAskedFor_Diverges(string kind, string name)
    {
        IRoundJournal journal = Journal;
        await journal.ReadAsync(CancellationToken.None);
        await journal.AppendAsync([Entry(0, "time", "now", JsonSerializer.SerializeToElement(_time.GetUtcNow())), Entry(1, kind, name, null)], CancellationToken.None);

        Assert.Equal(name, (await Assert.ThrowsAsync<DivergedException>(() => Runner(Table(Plan)).RunAsync(CancellationToken.None))).Journaled.Split(' ')[^1]);
    }

    [Fact]
    public async Task Activity_FailingForAWhile_IsTriedAgainAfterGrowingPauses()
    {
        var failed = new SemaphoreSlim(0);
        var at = new List<DateTimeOffset>();
        ActivityTable table = Table(Plan with { Participants = [] }, onOutcome: () =>
        {
            at.Add(_time.GetUtcNow());
            if (at.Count < 4)
            {
                failed.Release();
                throw new IOException("The store is away.");
            }
        });

        Task run = Runner(table).RunAsync(CancellationToken.None);
        for (int failures = 1; failures < 4; failures++)
        {
            await failed.WaitAsync(CancellationToken.None);
            await AdvanceUntilAsync(() => at.Count > failures);
        }

        await run;
        Assert.Equal(4, at.Count);
        Assert.All(at.Zip(at.Skip(1), (before, after) => after - before).Zip([1, 2, 4]), pause => Assert.True(pause.First >= TimeSpan.FromSeconds(pause.Second), $"{pause}"));
    }

    [Fact]
    public async Task Activity_FailingToTheLast_FailsTheCallAndIsJournaledWithoutItsMessage()
    {
        int tries = 0;
        ActivityTable table = Table(Plan with { Participants = [] }, onStatus: () =>
        {
            tries++;
            throw new IOException("secret");
        });

        Task run = Runner(table).RunAsync(CancellationToken.None);
        await AdvanceUntilAsync(() => run.IsCompleted);
        await run;

        Assert.Equal(ActivityRetry.BestEffort.MaximumAttempts, tries);
        JournalEntry entry = (await Journal.ReadAsync(CancellationToken.None)).Single(entry => entry.Name.Contains("writeStatus", StringComparison.Ordinal));
        Assert.Equal("{\"result\":null,\"reason\":\"internalFault\",\"fault\":\"IOException\"}", entry.Payload!.Value.GetRawText());
    }

    [Fact]
    public async Task Activity_Refusing_IsNotTriedAgain()
    {
        int tries = 0;
        ActivityTable table = Table(Plan with { Participants = [] }, onStatus: () =>
        {
            tries++;
            throw new RefusedException(ReasonCode.MessageTooLarge, "too large");
        });

        await Runner(table).RunAsync(CancellationToken.None);

        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task Run_SecondWriter_StopsTheFirst()
    {
        JournaledRunner first = Runner(Table(Plan));
        Task run = first.RunAsync(CancellationToken.None);
        await UntilCollectingAsync();
        JournaledRunner second = Runner(Table(Plan));
        Task other = second.RunAsync(CancellationToken.None);
        await second.RaiseAsync(RoundEvents.Cancel, Cancel(), CancellationToken.None);

        await Assert.ThrowsAsync<RoundStoppedException>(() => first.RaiseAsync(RoundEvents.Cancel, Cancel(), CancellationToken.None));
        await Assert.ThrowsAsync<JournalConflictException>(() => run);
        await other;
        Assert.Equal(RoundPhase.Cancelled, _written!.Phase);
    }

    [Fact]
    public async Task Raise_WhenTheRoundIsOverBeforeItIsSeen_SaysSo()
    {
        JournaledRunner runner = Runner(Table(Plan with { Participants = [] }));
        Task<bool> raised = runner.RaiseAsync(RoundEvents.Cancel, Cancel(), CancellationToken.None);

        await runner.RunAsync(CancellationToken.None);

        Assert.True(await raised, "it came before the end");
        Assert.False(await runner.RaiseAsync(RoundEvents.Cancel, Cancel(), CancellationToken.None));
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _sent.Dispose();
    }

    private static CancelRound Cancel() => new(RoundCommand.CurrentSchemaVersion, Round);

    private static JournalEntry Entry(long sequence, string kind, string name, JsonElement? payload) => new(JournalEntry.CurrentSchemaVersion, sequence, kind, name, payload);

    private JournaledRunner Runner(ActivityTable table) => new(Round, Journal, table, _time, NullLoggerFactory.Instance);

    /// <summary>Lets fake time pass until something holds; what runs meanwhile gets its turns.</summary>
    private async Task AdvanceUntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }

    private async Task StopWhileCollectingAsync()
    {
        using var stop = new CancellationTokenSource();
        JournaledRunner runner = Runner(Table(Plan));
        Task run = runner.RunAsync(stop.Token);
        await UntilCollectingAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    /// <summary>Waits until all is journaled that comes before the round waits for its clients, so that whoever runs it writes nothing more by itself.</summary>
    private async Task UntilCollectingAsync()
    {
        await _sent.WaitAsync(CancellationToken.None);
        while ((await Journal.ReadAsync(CancellationToken.None)).All(entry => !entry.Name.Contains("writeStatus", StringComparison.Ordinal)))
        {
            await Task.Yield();
        }
    }

    private ActivityTable Table(RoundPlan plan, Action? onStatus = null, Action? onOutcome = null) => new ActivityTable((_, _) => Task.FromResult<string?>(null))
        .Add(RoundActivities.Plan, (_, _) => Ran("plan", plan))
        .Add(RoundActivities.FindPushes, (_, _) => Ran("findPushes", new FoundPushes([])))
        .Add(RoundActivities.SendJobs, (_, _) =>
        {
            _sent.Release();
            return Ran("sendJobs", new SentJobs([]));
        })
        .Add(RoundActivities.RecoverJobs, (_, _) => Ran("recoverJobs", new RecoveredJobs([], [])))
        .Add(RoundActivities.WriteStatus, (_, _) =>
        {
            onStatus?.Invoke();
            return Ran("writeStatus", ActivityDone.Instance);
        })
        .Add(RoundActivities.WriteOutcome, (input, _) =>
        {
            onOutcome?.Invoke();
            _written = input.Outcome;
            return Ran("writeOutcome", ActivityDone.Instance);
        });

    private Task<T> Ran<T>(string activity, T result)
    {
        lock (_ran)
        {
            _ran.Add(activity);
        }

        return Task.FromResult(result);
    }
}
