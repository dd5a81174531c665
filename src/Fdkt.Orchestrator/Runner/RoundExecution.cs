using System.Globalization;
using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Journal;
using Fdkt.Orchestrator.Json;
using Fdkt.Orchestrator.Rounds;
using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Runner;

/// <summary>
/// One run of the orchestration over its journal. Entries are delivered one at a time; after each the orchestration runs until it waits again. What it asks for in
/// the meantime is collected. No I/O, no thread of its own: the same entries always lead to the same requests.
/// </summary>
internal sealed class RoundExecution(RoundId round, ILoggerFactory loggers) : IRoundContext
{
    private readonly OrchestrationThread _thread = new();
    private readonly SortedDictionary<long, (EffectRequest Request, Action<EffectOutcome> Complete)> _effects = [];
    private readonly Dictionary<string, TaskCompletionSource> _timers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<JsonElement>> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<Func<JsonElement, bool>>> _waits = new(StringComparer.Ordinal);
    private List<TimerRequest> _newTimers = [];
    private SortedSet<long> _unstarted = [];
    private long _calls;
    private long _timerCount;
    private Task<RoundPhase>? _run;

    /// <inheritdoc/>
    public RoundId Round { get; } = round;

    /// <inheritdoc/>
    public DateTimeOffset CurrentUtcDateTime { get; private set; }

    /// <summary>Whether the entries being delivered are from the past.</summary>
    public bool IsReplaying { get; set; } = true;

    /// <summary>What the orchestration last showed.</summary>
    public RoundHeadline? Headline { get; private set; }

    /// <summary>Whether the orchestration returned or threw.</summary>
    public bool IsCompleted => _run is { IsCompleted: true };

    /// <summary>The orchestration's result once it completed.</summary>
    /// <exception cref="OrchestrationFaultedException">It threw.</exception>
    public RoundPhase Result => _run!.Exception is { } error ? throw new OrchestrationFaultedException(Round, error.GetBaseException()) : _run.Result;

    /// <summary>Delivers an entry; the first one, a time, starts the orchestration.</summary>
    /// <param name="entry">The entry.</param>
    /// <exception cref="DivergedException">The orchestration did not ask for what the entry answers.</exception>
    public void Deliver(JournalEntry entry)
    {
        _thread.Run(() => Take(entry));
        if (_thread.SawForeignWork)
        {
            throw new DivergedException(Round, entry.Sequence, $"{entry.Kind} {entry.Name}", "something that is not of its context");
        }
    }

    /// <summary>Activities asked for since the last call and not answered by the journal.</summary>
    public IReadOnlyList<EffectRequest> TakeNewEffects()
    {
        IReadOnlyList<EffectRequest> taken = [.. _unstarted.Select(number => _effects[number].Request)];
        _unstarted = [];
        return taken;
    }

    /// <summary>Timers asked for since the last call and not answered by the journal or cancelled.</summary>
    public IReadOnlyList<TimerRequest> TakeNewTimers()
    {
        IReadOnlyList<TimerRequest> taken = [.. _newTimers.Where(timer => _timers.ContainsKey(timer.Name))];
        _newTimers = [];
        return taken;
    }

    /// <inheritdoc/>
    public Task<TResult> CallActivityAsync<TInput, TResult>(ActivityName<TInput, TResult> activity, TInput input, ActivityRetry retry)
        where TInput : class, IActivityInput
        where TResult : class
    {
        long number = _calls++;
        string effect = string.Create(CultureInfo.InvariantCulture, $"{number}:{activity.Name}/{input.Key}");
        var source = new TaskCompletionSource<TResult>();
        _effects.Add(number, (new EffectRequest(effect, activity.Name, input, retry), Complete));
        _unstarted.Add(number);
        return source.Task;

        // Live results too are read back from what was journaled, so a replay sees the very same.
        void Complete(EffectOutcome outcome)
        {
            if (outcome.Result is { } result)
            {
                source.SetResult(result.Deserialize(activity.ResultType)!);
            }
            else
            {
                source.SetException(new ActivityFailedException(effect, outcome.Reason ?? ReasonCode.InternalFault, outcome.Fault ?? "unknown"));
            }
        }
    }

    /// <inheritdoc/>
    public Task<T> WaitForExternalEventAsync<T>(EventName<T> name, CancellationToken cancellationToken = default)
        where T : class
    {
        if (_events.TryGetValue(name.Name, out Queue<JsonElement>? kept) && kept.TryDequeue(out JsonElement payload))
        {
            return Task.FromResult(payload.Deserialize(name.Type)!);
        }

        var source = new TaskCompletionSource<T>();
        cancellationToken.Register(() => source.TrySetCanceled(cancellationToken));
        if (!_waits.TryGetValue(name.Name, out Queue<Func<JsonElement, bool>>? waits))
        {
            _waits.Add(name.Name, waits = new Queue<Func<JsonElement, bool>>());
        }

        waits.Enqueue(arrived => !source.Task.IsCompleted && source.TrySetResult(arrived.Deserialize(name.Type)!));
        return source.Task;
    }

    /// <inheritdoc/>
    public Task CreateTimerAsync(DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{_timerCount++}:timer");
        var source = new TaskCompletionSource();
        _timers.Add(name, source);
        _newTimers.Add(new TimerRequest(name, dueAt, cancellationToken));
        cancellationToken.Register(() =>
        {
            _timers.Remove(name);
            source.TrySetCanceled(cancellationToken);
        });
        return source.Task;
    }

    /// <inheritdoc/>
    public void SetStatus(RoundHeadline headline) => Headline = headline;

    /// <inheritdoc/>
    public ILogger CreateReplaySafeLogger(string category) => new ReplaySafeLogger(loggers.CreateLogger(category), () => IsReplaying);

    private void Take(JournalEntry entry)
    {
        switch (entry.Kind)
        {
            case EntryKind.Time:
                CurrentUtcDateTime = entry.Payload!.Value.GetDateTimeOffset();
                _run ??= FederationRound.RunAsync(this);
                break;
            case EntryKind.Effect:
                TakeEffect(entry);
                break;
            case EntryKind.Event:
                TakeEvent(entry);
                break;
            case EntryKind.Timer:
                TakeTimer(entry);
                break;
            default:
                throw new DivergedException(Round, entry.Sequence, $"{entry.Kind} {entry.Name}", "no such kind");
        }
    }

    private void TakeEffect(JournalEntry entry)
    {
        bool numbered = long.TryParse(entry.Name.AsSpan(0, Math.Max(0, entry.Name.IndexOf(':', StringComparison.Ordinal))), NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        if (!numbered || !_effects.TryGetValue(number, out (EffectRequest Request, Action<EffectOutcome> Complete) effect))
        {
            throw new DivergedException(Round, entry.Sequence, entry.Name, "nothing at that place");
        }

        if (effect.Request.Effect != entry.Name)
        {
            throw new DivergedException(Round, entry.Sequence, entry.Name, effect.Request.Effect);
        }

        _effects.Remove(number);
        _unstarted.Remove(number);
        effect.Complete(entry.Payload!.Value.Deserialize(OrchestratorJsonContext.Default.EffectOutcome)!);
    }

    private void TakeEvent(JournalEntry entry)
    {
        JsonElement payload = entry.Payload!.Value;
        while (_waits.TryGetValue(entry.Name, out Queue<Func<JsonElement, bool>>? waits) && waits.TryDequeue(out Func<JsonElement, bool>? wait))
        {
            if (wait(payload))
            {
                return;
            }
        }

        if (!_events.TryGetValue(entry.Name, out Queue<JsonElement>? kept))
        {
            _events.Add(entry.Name, kept = new Queue<JsonElement>());
        }

        kept.Enqueue(payload);
    }

    private void TakeTimer(JournalEntry entry)
    {
        // A timer may come due in the moment in which it is cancelled: then nobody waits for it any more.
        if (_timers.Remove(entry.Name, out TaskCompletionSource? timer))
        {
            timer.TrySetResult();
        }
        else if (!long.TryParse(entry.Name.Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long number) || number >= _timerCount)
        {
            throw new DivergedException(Round, entry.Sequence, entry.Name, "no such timer");
        }
    }
}
