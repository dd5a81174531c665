using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>
/// The round (docs/federation.md): for each seed collect demonstrations, let the server's model write, let the clients train. An orchestration: it runs from the
/// top after every restart and must take the same steps again, so it knows no clock, id, thread or I/O but those of its context, and awaits nothing else.
/// </summary>
internal sealed class FederationRound
{
    /// <summary>Name of the orchestration.</summary>
    public const string Name = nameof(FederationRound);

    /// <summary>Pushes claimed by one activity: keeps its journal entry in the tens of kilobytes.</summary>
    private const int PushBatch = 50;

    private readonly IRoundContext _context;
    private readonly ILogger _logger;
    private readonly EventStream<DemosChecked> _demos;
    private readonly EventStream<JobEnded> _jobs;
    private readonly Task _cancel;
    private readonly DateTimeOffset _startedAt;
    private readonly StatusBoard _status;
    private RoundState _state;

    private FederationRound(IRoundContext context, RoundPlan plan, DateTimeOffset startedAt)
    {
        _context = context;
        _logger = context.CreateReplaySafeLogger(Name);
        _demos = new EventStream<DemosChecked>(context, RoundEvents.Demos);
        _jobs = new EventStream<JobEnded>(context, RoundEvents.Job);
        _cancel = context.WaitForExternalEventAsync(RoundEvents.Cancel);
        _startedAt = startedAt;
        _status = new StatusBoard(context, _logger, startedAt);
        _state = RoundState.Of(plan);
    }

    /// <summary>Runs the round to its outcome.</summary>
    /// <param name="context">The context.</param>
    /// <returns>How it ended.</returns>
    public static async Task<RoundPhase> RunAsync(IRoundContext context)
    {
        DateTimeOffset startedAt = context.CurrentUtcDateTime;
        RoundPlan plan = await context.CallActivityAsync(RoundActivities.Plan, new PlanRound(context.Round), ActivityRetry.Persistent);
        return await new FederationRound(context, plan, startedAt).RunAsync();
    }

    private async Task<RoundPhase> RunAsync()
    {
        try
        {
            foreach (int seed in _state.Plan.Seeds)
            {
                await CollectAsync(seed);
                await AugmentAsync();
                await TrainAsync();
            }

            Apply(new RoundSignal.SeedsDone());
        }
        catch (ActivityFailedException error)
        {
            RoundLog.Faulted(_logger, _context.Round, error.Reason, error);
            Apply(new RoundSignal.Faulted(error.Reason));
        }

        await _status.WriteAsync(_state);
        RoundOutcome outcome = RoundReports.Outcome(_context.Round, _state, _startedAt, _context.CurrentUtcDateTime);
        await _context.CallActivityAsync(RoundActivities.WriteOutcome, new WriteOutcome(outcome), ActivityRetry.Persistent);

        // What came while the outcome was written; what comes after the return is turned away by the runner and dealt with as late.
        await TakeInAsync();
        return _state.Phase;
    }

    private async Task CollectAsync(int seed)
    {
        await TakeInAsync();
        Apply(new RoundSignal.SeedBegan(seed));
        if (_state.IsEnd)
        {
            return;
        }

        DateTimeOffset deadline = SetDeadline(_state.Plan.Demos);
        await TakePushesAsync(seed);
        SendJobs jobs = Jobs(JobStep.Synthesis, ClientPhase.Asked, deadline);
        await SendAsync(jobs);
        await WaitAsync(RoundPhase.Collecting, jobs);
        Apply(new RoundSignal.PhaseEnded());
    }

    private async Task AugmentAsync()
    {
        if (_state.IsEnd)
        {
            return;
        }

        DateTimeOffset deadline = SetDeadline(_state.Plan.Augmentation);
        IReadOnlyList<DemoSource> demos = [.. _state.Clients.Values.Where(client => client.Phase == ClientPhase.Accepted).Select(client => client.Demos!)];
        var pool = new DemoPool(DemoPool.CurrentSchemaVersion, _context.Round, _state.Plan.Task, _state.Seed!.Value, demos);
        await _context.CallActivityAsync(RoundActivities.StoreDemos, new StoreDemos(pool), ActivityRetry.Standard);
        var jobs = new SendJobs(_context.Round, _state.Seed!.Value, JobStep.Augmentation, [], [], deadline);
        await SendAsync(jobs);
        await WaitAsync(RoundPhase.Augmenting, jobs);
        if (_state.Phase == RoundPhase.Augmenting)
        {
            Apply(new RoundSignal.PhaseEnded());
        }
    }

    private async Task TrainAsync()
    {
        if (_state.IsEnd)
        {
            return;
        }

        SendJobs jobs = Jobs(JobStep.Training, ClientPhase.Accepted, SetDeadline(_state.Plan.Training));
        await SendAsync(jobs);
        await WaitAsync(RoundPhase.Training, jobs);
        Apply(new RoundSignal.PhaseEnded());
    }

    private DateTimeOffset SetDeadline(TimeSpan time)
    {
        DateTimeOffset deadline = _context.CurrentUtcDateTime + time;
        Apply(new RoundSignal.DeadlineSet(deadline));
        return deadline;
    }

    private SendJobs Jobs(JobStep step, ClientPhase phase, DateTimeOffset deadline) =>
        new(_context.Round, _state.Seed!.Value, step, _state.In(phase), step == JobStep.Training ? _state.Texts : [], deadline);

    private async Task TakePushesAsync(int seed)
    {
        FoundPushes found = await _context.CallActivityAsync(RoundActivities.FindPushes, new FindPushes(_context.Round, _state.Plan.Task, seed), ActivityRetry.Standard);
        IEnumerable<PushName[]> batches = found.Pushes
            .Where(push => _state.Clients.ContainsKey(push.Client.Value))
            .GroupBy(push => push.Client)
            .Chunk(PushBatch)
            .Select(clients => clients.SelectMany(pushes => pushes).ToArray());
        TakenPushes[] taken = await Task.WhenAll(
            batches.Select(batch => _context.CallActivityAsync(RoundActivities.TakePushes, new TakePushes(_context.Round, seed, batch), ActivityRetry.Standard)));
        foreach (DemosChecked demos in taken.SelectMany(batch => batch.Demos))
        {
            Apply(new RoundSignal.DemosArrived(demos));
        }
    }

    private async Task SendAsync(SendJobs jobs)
    {
        if (jobs.Step == JobStep.Augmentation || jobs.Clients.Count > 0)
        {
            SentJobs sent = await _context.CallActivityAsync(RoundActivities.SendJobs, jobs, ActivityRetry.Standard);
            if (sent.Unsent.Count > 0)
            {
                RoundLog.Unsent(_logger, _context.Round, sent.Unsent.Count, jobs.Step);
            }

            foreach (ClientId client in sent.Unsent)
            {
                JobId job = jobs.Step == JobStep.Synthesis ? JobId.Synthesis(jobs.Round, jobs.Seed, client) : JobId.Training(jobs.Round, jobs.Seed, client);
                Apply(new RoundSignal.JobOver(JobEnded.Without(job, jobs.Step, jobs.Seed, client, JobEnd.Failed, ReasonCode.InternalFault)));
            }
        }

        await _status.WriteAsync(_state);
    }

    /// <summary>Takes in what comes until the phase waits for nothing more, its deadline passes, or the round ends.</summary>
    private async Task WaitAsync(RoundPhase phase, SendJobs jobs)
    {
        using var timers = new CancellationTokenSource();
        try
        {
            await WaitAsync(phase, jobs, timers.Token);
        }
        finally
        {
            // A durable orchestration does not end while a timer of it runs. Not CancelAsync, which goes on in another thread.
            timers.Cancel();
        }
    }

    private async Task WaitAsync(RoundPhase phase, SendJobs jobs, CancellationToken cancellationToken)
    {
        Task end = _context.CreateTimerAsync(jobs.Deadline, cancellationToken);
        TimeSpan pause = _state.Plan.Resend;
        int attempt = 0;
        Task resend = ResendTimer(pause, jobs.Deadline, end, cancellationToken);
        await TakeInAsync();
        while (_state.Phase == phase && _state.Open > 0)
        {
            // Before the wait: what came while the jobs were sent is shown too, even if nothing more comes for long.
            await _status.WriteSomeAsync(_state);
            await Task.WhenAny(_demos.Arrived, _jobs.Arrived, _cancel, end, resend);
            await TakeInAsync();
            if (_state.Phase != phase || _state.Open == 0)
            {
                return;
            }

            if (end.IsCompleted)
            {
                await RecoverAsync(phase, jobs, null, 0);
                return;
            }

            if (resend.IsCompleted)
            {
                await RecoverAsync(phase, jobs, _context.CurrentUtcDateTime - pause, ++attempt);
                pause *= 2;
                resend = ResendTimer(pause, jobs.Deadline, end, cancellationToken);
            }
        }
    }

    private Task ResendTimer(TimeSpan pause, DateTimeOffset deadline, Task end, CancellationToken cancellationToken)
    {
        DateTimeOffset due = _context.CurrentUtcDateTime + pause;
        return due < deadline ? _context.CreateTimerAsync(due, cancellationToken) : end;
    }

    /// <summary>Looks for results that are stored and were not heard of; messages may be lost, documents are not.</summary>
    private async Task RecoverAsync(RoundPhase phase, SendJobs jobs, DateTimeOffset? silentSince, int attempt)
    {
        SendJobs open = phase switch
        {
            RoundPhase.Collecting => jobs with { Clients = _state.In(ClientPhase.Asked) },
            RoundPhase.Training => jobs with { Clients = _state.In(ClientPhase.Accepted) },
            _ => jobs,
        };
        RecoveredJobs found = await _context.CallActivityAsync(RoundActivities.RecoverJobs, new RecoverJobs(open, silentSince, attempt), ActivityRetry.Standard);
        foreach (DemosChecked demos in found.Demos)
        {
            Apply(new RoundSignal.DemosArrived(demos));
        }

        foreach (JobEnded job in found.Jobs)
        {
            Apply(new RoundSignal.JobOver(job));
        }
    }

    private async Task TakeInAsync()
    {
        while (_jobs.TryTake(out JobEnded? job))
        {
            Apply(new RoundSignal.JobOver(job));
        }

        while (_demos.TryTake(out DemosChecked? demos))
        {
            Apply(new RoundSignal.DemosArrived(demos));
            if (demos.Reason is null && !_state.Uses(demos))
            {
                await KeepLateAsync(demos);
            }
        }

        if (_cancel.IsCompleted)
        {
            Apply(new RoundSignal.CancelRequested());
        }
    }

    private async Task KeepLateAsync(DemosChecked demos)
    {
        RoundLog.Late(_logger, _context.Round, demos.Client, demos.Seed, _state.Plan.Late);
        try
        {
            var late = new KeepLate(_context.Round, demos.Seed, demos.Client, _state.Plan.Late);
            await _context.CallActivityAsync(RoundActivities.KeepLate, late, ActivityRetry.Persistent);
        }
        catch (ActivityFailedException)
        {
            // What one client sent too late ends no round. The fault is in the activity's log.
        }
    }

    private void Apply(RoundSignal signal)
    {
        RoundState before = _state;
        _state = RoundTransitions.After(before, signal);
        if (!ReferenceEquals(before, _state))
        {
            _status.Changed();
        }
    }
}
