using System.Text;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Worker;
using Fdkt.Privacy.Ledger;

namespace Fdkt.GpuJobs.Tests.Worker;

public sealed class JobWorkerTests : IAsyncDisposable
{
    private static readonly QueueName Jobs = FederationQueues.ClientJobs(SmallFederation.Client);
    private readonly SmallFederation _federation = new();
    private readonly RecordingLogger _log = new();

    [Fact]
    public async Task RunAsync_AJob_TellsItsBeginAndEndStoresTheEndAndTakesTheMessageAway()
    {
        await _federation.SendAsync(_federation.SynthesisJob());

        IReadOnlyList<JobFact> facts = await _federation.RunAsync(Worker(StubHandler.Done()));

        Assert.Equal([typeof(JobStarted), typeof(ClientJobCompleted)], facts.Select(fact => fact.GetType()));
        Assert.All(facts, fact => Assert.Equal((_federation.SynthesisJob().Id, SmallFederation.Client), (fact.Job, fact.Client)));
        Assert.Equal(facts[1].Attempt, (await ResultAsync())!.Attempt);
        Assert.Equal(0, _federation.Queue.Count(Jobs));
    }

    [Fact]
    public async Task RunAsync_BadMessagesBeforeAJob_GoToTheDeadLettersWithTheirReasonsAndTheJobIsDone()
    {
        await _federation.SendAsync("no json"u8.ToArray());
        await _federation.SendAsync(Encoding.UTF8.GetBytes("{\"schemaVersion\":99}"));
        await _federation.SendAsync(_federation.AugmentationJob(Contracts.Rounds.Comparison.Fdkt));
        await _federation.SendAsync(_federation.SynthesisJob());

        IReadOnlyList<JobFact> facts = await _federation.RunAsync(Worker(StubHandler.Done()));

        Assert.IsType<ClientJobCompleted>(facts[^1]);
        Assert.Equal(["malformedJson", "unsupportedSchemaVersion", "unknownKind"], (await DeadAsync()).Select(dead => dead.Reason));
        Assert.All(await DeadAsync(), dead => Assert.NotEmpty(dead.Description));
    }

    [Fact]
    public async Task RunAsync_AJobThatEndedBefore_SendsItsEndAgainAndDoesNothing()
    {
        await _federation.SendAsync(_federation.SynthesisJob());
        JobFact first = (await _federation.RunAsync(Worker(StubHandler.Done())))[^1];
        StubHandler second = StubHandler.Done();
        await _federation.SendAsync(_federation.SynthesisJob());

        IReadOnlyList<JobFact> facts = await _federation.RunAsync(Worker(second));

        Assert.Equal(0, second.Calls);
        Assert.Equal(first.Attempt, Assert.Single(facts).Attempt);
        Assert.Equal(0, _federation.Queue.Count(Jobs));
    }

    [Fact]
    public async Task RunAsync_AnotherWorkerEndedItMeanwhile_SendsTheEndThatIsStored()
    {
        var other = new ClientJobCompleted(1, _federation.SynthesisJob().Id, "other", SmallFederation.Round, 0, SmallFederation.Client, default, null);
        var handler = new StubHandler(async (_, _, token) =>
        {
            await _federation.Documents.TryCreateAsync(DocumentPath.Result(other.Job), other, FederationJsonContext.Default.JobFact, token);
            return JobOutput.Nothing;
        });
        await _federation.SendAsync(_federation.SynthesisJob());

        IReadOnlyList<JobFact> facts = await _federation.RunAsync(Worker(handler));

        Assert.Equal("other", facts[^1].Attempt);
    }

    [Fact]
    public async Task RunAsync_AFaultThatPasses_IsTriedAgain()
    {
        StubHandler handler = StubHandler.Throwing(call => call < 3 ? new IOException("The disk is away.") : null);
        await _federation.SendAsync(_federation.SynthesisJob());

        IReadOnlyList<JobFact> facts = await _federation.RunAsync(Worker(handler));

        Assert.Equal(3, handler.Calls);
        Assert.IsType<ClientJobCompleted>(facts[^1]);
        Assert.Equal(3, facts.OfType<JobStarted>().Select(fact => fact.Attempt).Distinct().Count());
        Assert.Empty(await DeadAsync());
    }

    [Fact]
    public async Task RunAsync_AFaultThatStays_FailsForGoodAfterTheLastAttempt()
    {
        StubHandler handler = StubHandler.Throwing(_ => new InvalidOperationException("secret text"));
        await _federation.SendAsync(_federation.SynthesisJob());

        IReadOnlyList<JobFact> facts = await _federation.RunAsync(Worker(handler, new WorkerOptions { RetryPause = TimeSpan.Zero, MaximumAttempts = 3 }));

        Assert.Equal(3, handler.Calls);
        Assert.Equal(ReasonCode.DeliveryLimit, Assert.IsType<JobFailed>(facts[^1]).Reason);
        Assert.Equal("deliveryLimit", Assert.Single(await DeadAsync()).Reason);
        Assert.DoesNotContain(_log.Lines, line => line.Contains("secret", StringComparison.Ordinal));
    }

    public static TheoryData<Exception, bool, ReasonCode> Verdicts => new()
    {
        { new RefusedException(ReasonCode.EpsilonAbovePolicy, "Too much."), true, ReasonCode.EpsilonAbovePolicy },
        { new PrivacyBudgetExceededException("r", 1, 2, 3, new LedgerLimits(2, 1e-5)), true, ReasonCode.BudgetExceeded },
        { new Fdkt.GpuJobs.Data.DataSourceException("a.csv", "it is odd", "Mend it."), true, ReasonCode.NotAllowed },
        { new LedgerRefusedException("r", LedgerRefusal.DifferentCharge), true, ReasonCode.NotAllowed },
        { new LedgerRefusedException("r", LedgerRefusal.DifferentContent), false, ReasonCode.InternalFault },
        { new LedgerDamagedException("l", new LedgerFault(1, "it is odd.")), false, ReasonCode.InternalFault },
        { new Fdkt.GpuJobs.Artifacts.KeptArtifactException("r", "it is gone"), false, ReasonCode.InternalFault },
        { new JobFailedException(ReasonCode.LimitExceeded, "Too long."), false, ReasonCode.LimitExceeded },
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public async Task RunAsync_AFaultThatNoAttemptMends_EndsTheJobAtOnce(Exception fault, bool refused, ReasonCode reason)
    {
        StubHandler handler = StubHandler.Throwing(_ => fault);
        await _federation.SendAsync(_federation.SynthesisJob());

        JobFact last = (await _federation.RunAsync(Worker(handler)))[^1];

        Assert.Equal(1, handler.Calls);
        Assert.Equal(reason, refused ? Assert.IsType<JobRefused>(last).Reason : Assert.IsType<JobFailed>(last).Reason);
        // Who refuses has answered; what failed is for the operator to look at.
        Assert.Equal(refused ? 0 : 1, (await DeadAsync()).Count);
    }

    [Fact]
    public async Task RunAsync_ALongJob_KeepsItsLockAndSaysThatItIsAtWork()
    {
        var working = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var handler = new StubHandler(async (_, progress, _) =>
        {
            using IStageProgress stage = progress.StartStage("train", 10, "steps");
            stage.Report(4);
            stage.Complete("98.7 % right");
            progress.Log("98.7 % right");
            working.SetResult();
            await release.Task;
            return JobOutput.Nothing;
        });
        await _federation.SendAsync(_federation.SynthesisJob());
        Task<IReadOnlyList<JobFact>> running = _federation.RunAsync(Worker(handler));
        await working.Task.WaitAsync(SmallFederation.Cancel);

        // Twenty locks' worth of time, in steps that leave the renewals room to run.
        for (int i = 0; i < 120; i++)
        {
            _federation.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        release.SetResult();
        IReadOnlyList<JobFact> facts = await running;

        Assert.Equal(1, handler.Calls);
        Assert.NotEmpty(facts.OfType<ClientJobWorking>());
        Assert.Empty(facts.OfType<JobProgressed>());
        Assert.Equal(0, _federation.Queue.Count(Jobs));
    }

    [Fact]
    public async Task RunAsync_AJobOverItsTime_FailsForGood()
    {
        var working = new TaskCompletionSource();
        StubHandler handler = Waiting(working);
        await _federation.SendAsync(_federation.SynthesisJob());
        Task<IReadOnlyList<JobFact>> running = _federation.RunAsync(Worker(handler, new WorkerOptions { JobTimeLimit = TimeSpan.FromSeconds(20) }));
        await working.Task.WaitAsync(SmallFederation.Cancel);

        _federation.Clock.Advance(TimeSpan.FromSeconds(21));

        Assert.Equal(ReasonCode.LimitExceeded, Assert.IsType<JobFailed>((await running)[^1]).Reason);
        Assert.Equal("limitExceeded", Assert.Single(await DeadAsync()).Reason);
    }

    [Fact]
    public async Task RunAsync_AJobOverItsMemory_FailsForGood()
    {
        var working = new TaskCompletionSource();
        long used = 50;
        var options = new WorkerOptions { MemoryLimitBytes = 100 };
        var session = new JobSession(_federation.Ports, [Waiting(working)], options, _federation.Clock, _log) { Memory = () => Volatile.Read(ref used) };
        await _federation.SendAsync(_federation.SynthesisJob());
        Task<IReadOnlyList<JobFact>> running = _federation.RunAsync(new JobWorker(Jobs, session, _federation.Ports, options, _federation.Clock, _log));
        await working.Task.WaitAsync(SmallFederation.Cancel);

        Volatile.Write(ref used, 101);
        _federation.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(ReasonCode.LimitExceeded, Assert.IsType<JobFailed>((await running)[^1]).Reason);
    }

    [Fact]
    public async Task RunAsync_AskedToStop_LetsTheJobEndWithinItsPatience()
    {
        var working = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var handler = new StubHandler(async (_, _, token) =>
        {
            working.SetResult();
            await release.Task.WaitAsync(token);
            return JobOutput.Nothing;
        });
        await _federation.SendAsync(_federation.SynthesisJob());
        using var stop = new CancellationTokenSource();
        Task running = Worker(handler).RunAsync(stop.Token);
        await working.Task.WaitAsync(SmallFederation.Cancel);

        await stop.CancelAsync();
        Assert.False(running.IsCompleted);
        release.SetResult();
        await running.WaitAsync(SmallFederation.Cancel);

        Assert.IsType<ClientJobCompleted>(await ResultAsync());
        Assert.Equal(0, _federation.Queue.Count(Jobs));
    }

    [Fact]
    public async Task RunAsync_PatienceIsOver_GivesTheJobBackUndone()
    {
        var working = new TaskCompletionSource();
        await _federation.SendAsync(_federation.SynthesisJob());
        using var stop = new CancellationTokenSource();
        Task running = Worker(Waiting(working), new WorkerOptions { StopPatience = TimeSpan.FromSeconds(10) }).RunAsync(stop.Token);
        await working.Task.WaitAsync(SmallFederation.Cancel);

        await stop.CancelAsync();
        _federation.Clock.Advance(TimeSpan.FromSeconds(10));
        await running.WaitAsync(SmallFederation.Cancel);

        Assert.Null(await ResultAsync());
        StubHandler next = StubHandler.Done();
        await _federation.RunAsync(Worker(next));
        Assert.Equal(1, next.Calls);
    }

    [Fact]
    public async Task HandleAsync_LockLost_StopsTheWorkAndTellsNothing()
    {
        var message = new LostMessage(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(_federation.SynthesisJob(), FederationJsonContext.Default.Job), _federation.Clock.GetUtcNow().AddSeconds(30));
        var working = new TaskCompletionSource();
        var session = new JobSession(_federation.Ports, [Waiting(working)], new WorkerOptions(), _federation.Clock, _log);
        Task handled = session.HandleAsync(message, SmallFederation.Cancel);
        await working.Task.WaitAsync(SmallFederation.Cancel);

        _federation.Clock.Advance(TimeSpan.FromSeconds(10));
        await handled.WaitAsync(SmallFederation.Cancel);

        Assert.False(message.Settled);
        Assert.Null(await ResultAsync());
    }

    [Fact]
    public async Task RunAsync_StopWhenIdle_EndsAfterTheLastJob()
    {
        await _federation.SendAsync(_federation.SynthesisJob());
        StubHandler handler = StubHandler.Done();

        Task running = Worker(handler, new WorkerOptions { StopWhenIdle = true, ReceiveWait = TimeSpan.FromSeconds(20) }).RunAsync(SmallFederation.Cancel);
        while (!running.IsCompleted)
        {
            _federation.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await running;
        Assert.Equal(1, handler.Calls);
        Assert.IsType<ClientJobCompleted>(await ResultAsync());
        Assert.Equal(0, _federation.Queue.Count(Jobs));
    }

    public ValueTask DisposeAsync() => _federation.DisposeAsync();

    private static StubHandler Waiting(TaskCompletionSource working) => new(async (_, _, token) =>
    {
        working.SetResult();
        await new TaskCompletionSource().Task.WaitAsync(token);
        return JobOutput.Nothing;
    });

    private JobWorker Worker(StubHandler handler, WorkerOptions? options = null) =>
        new(Jobs, [handler], _federation.Ports, options ?? new WorkerOptions { RetryPause = TimeSpan.Zero }, _federation.Clock, _log);

    private Task<IReadOnlyList<DeadLetter>> DeadAsync() => _federation.Queue.ReadDeadLettersAsync(Jobs, SmallFederation.Cancel);

    private async Task<JobFact?> ResultAsync() =>
        (await _federation.Documents.ReadAsync(DocumentPath.Result(_federation.SynthesisJob().Id), FederationJsonContext.Default.JobFact, 1, SmallFederation.Cancel))?.Value;
}
