using System.Text.Json;
using System.Threading.Channels;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Journal;
using Fdkt.Orchestrator.Json;
using Fdkt.Orchestrator.Rounds;
using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Runner;

/// <summary>
/// Drives one round in this process. Results of activities, events and timers are appended to the journal and only then delivered, in the order of the journal; on
/// restart the orchestration runs again over the same entries and goes on. Activities run at least once.
/// </summary>
internal sealed class JournaledRunner(RoundId round, IRoundJournal journal, ActivityTable activities, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>Entries of one append: many clients answering at once cost one write.</summary>
    private const int MaximumBatch = 256;

    /// <summary>The platform's timers end at 49 days, so long ones are set again.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Channel<RunnerInput> _ready = Channel.CreateUnbounded<RunnerInput>(new UnboundedChannelOptions { SingleReader = true });
    private readonly RoundExecution _execution = new(round, loggers);
    private readonly ILogger _logger = loggers.CreateLogger<JournaledRunner>();
    private readonly List<Task> _background = [];
    private long _next;
    private volatile bool _over;

    /// <summary>What the orchestration last showed; null before it did.</summary>
    public RoundHeadline? Headline => _execution.Headline;

    /// <summary>Raises an event.</summary>
    /// <typeparam name="T">Its payload.</typeparam>
    /// <param name="name">Which.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="cancellationToken">Stops waiting; the event may still be delivered.</param>
    /// <returns>True once it is journaled and delivered; false where the round is over and will not see it.</returns>
    /// <exception cref="RoundStoppedException">The runner stopped before.</exception>
    public Task<bool> RaiseAsync<T>(EventName<T> name, T payload, CancellationToken cancellationToken)
        where T : class
    {
        var raised = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_ready.Writer.TryWrite(new RunnerInput(EntryKind.Event, name.Name, JsonSerializer.SerializeToElement(payload, name.Type), raised)))
        {
            return _over ? Task.FromResult(false) : Task.FromException<bool>(new RoundStoppedException(round));
        }

        return raised.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Runs the round to its end, from wherever its journal left it. Call once.</summary>
    /// <param name="cancellationToken">Stops; the journal keeps what happened.</param>
    /// <exception cref="JournalConflictException">Another process runs the round.</exception>
    /// <exception cref="DivergedException">The orchestration does not do again what the journal says.</exception>
    /// <exception cref="OrchestrationFaultedException">The orchestration threw.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await ReplayAsync(cancellationToken).ConfigureAwait(false);
            while (!_over)
            {
                Begin(stop.Token);
                if (_execution.IsCompleted)
                {
                    await AppendAsync([new RunnerInput(EntryKind.End, Contracts.Json.EnumNames.Of(_execution.Result), null, null)], cancellationToken).ConfigureAwait(false);
                    _over = true;
                    break;
                }

                await StepAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(_background).ConfigureAwait(false);
            Close();
        }
    }

    private async Task ReplayAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<JournalEntry> entries = await journal.ReadAsync(cancellationToken).ConfigureAwait(false);
        _next = entries.Count;
        if (entries.Count > 0 && entries[^1].Kind == EntryKind.End)
        {
            _over = true;
            return;
        }

        foreach (JournalEntry entry in entries.TakeWhile(_ => !_execution.IsCompleted))
        {
            _execution.Deliver(entry);
        }

        _execution.IsReplaying = false;
        if (entries.Count == 0)
        {
            _execution.Deliver((await AppendAsync([], cancellationToken).ConfigureAwait(false))[0]);
        }
    }

    /// <summary>Waits for something, journals all that is ready, and delivers it.</summary>
    private async Task StepAsync(CancellationToken cancellationToken)
    {
        await _ready.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
        var batch = new List<RunnerInput>();
        while (batch.Count < MaximumBatch && _ready.Reader.TryRead(out RunnerInput? input))
        {
            batch.Add(input);
        }

        try
        {
            IReadOnlyList<JournalEntry> entries = await AppendAsync(batch, cancellationToken).ConfigureAwait(false);
            _execution.Deliver(entries[0]);
            for (int i = 0; i < batch.Count && !_execution.IsCompleted; i++)
            {
                _execution.Deliver(entries[i + 1]);
                batch[i].Raised?.TrySetResult(true);
            }

            // What stands in the journal behind the orchestration's return was never seen by it: its sender deals with it.
            batch.ForEach(input => input.Raised?.TrySetResult(false));
        }
        finally
        {
            batch.ForEach(input => input.Raised?.TrySetException(new RoundStoppedException(round)));
        }
    }

    private async Task<IReadOnlyList<JournalEntry>> AppendAsync(IReadOnlyList<RunnerInput> inputs, CancellationToken cancellationToken)
    {
        JsonElement now = JsonSerializer.SerializeToElement(time.GetUtcNow(), OrchestratorJsonContext.Default.DateTimeOffset);
        IReadOnlyList<JournalEntry> entries =
        [
            .. inputs.Prepend(new RunnerInput(EntryKind.Time, "now", now, null))
                .Select((input, index) => new JournalEntry(JournalEntry.CurrentSchemaVersion, _next + index, input.Kind, input.Name, input.Payload)),
        ];
        await journal.AppendAsync(entries, cancellationToken).ConfigureAwait(false);
        _next += entries.Count;
        return entries;
    }

    /// <summary>Begins what the orchestration asked for.</summary>
    private void Begin(CancellationToken cancellationToken)
    {
        _background.RemoveAll(task => task.IsCompleted);
        foreach (EffectRequest request in _execution.TakeNewEffects())
        {
            _background.Add(Task.Run(() => PerformAsync(request, cancellationToken), CancellationToken.None));
        }

        foreach (TimerRequest timer in _execution.TakeNewTimers())
        {
            _background.Add(WaitAsync(timer, cancellationToken));
        }
    }

    private async Task WaitAsync(TimerRequest timer, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Cancelled, cancellationToken);
        try
        {
            for (TimeSpan left; (left = timer.DueAt - time.GetUtcNow()) > TimeSpan.Zero;)
            {
                await Task.Delay(left < LongestWait ? left : LongestWait, time, either.Token).ConfigureAwait(false);
            }

            _ready.Writer.TryWrite(new RunnerInput(EntryKind.Timer, timer.Name, null, null));
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more.
        }
    }

    private async Task PerformAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        try
        {
            EffectOutcome outcome = await TryAsync(request, cancellationToken).ConfigureAwait(false);
            _ready.Writer.TryWrite(new RunnerInput(EntryKind.Effect, request.Effect, JsonSerializer.SerializeToElement(outcome, OrchestratorJsonContext.Default.EffectOutcome), null));
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The runner stops, whatever the activity says to it; the effect has no entry, so it runs again.
        }
    }

    /// <summary>The one retry layer. A refusal is final; anything else may be the weather.</summary>
    private async Task<EffectOutcome> TryAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new EffectOutcome(await activities.RunAsync(request.Activity, request.Input, cancellationToken).ConfigureAwait(false), null, null);
            }
            catch (RefusedException error)
            {
                RunnerLog.EffectRefused(_logger, round, request.Effect, error.Reason, error);
                return new EffectOutcome(null, error.Reason, nameof(RefusedException));
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                RunnerLog.EffectFailed(_logger, round, request.Effect, attempt, request.Retry.MaximumAttempts, error);
                if (attempt >= request.Retry.MaximumAttempts)
                {
                    return new EffectOutcome(null, ReasonCode.InternalFault, error.GetType().Name);
                }

                await Task.Delay(request.Retry.PauseAfter(attempt), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Close()
    {
        _ready.Writer.TryComplete();
        while (_ready.Reader.TryRead(out RunnerInput? input))
        {
            if (_over)
            {
                input.Raised?.TrySetResult(false);
            }
            else
            {
                input.Raised?.TrySetException(new RoundStoppedException(round));
            }
        }
    }
}
