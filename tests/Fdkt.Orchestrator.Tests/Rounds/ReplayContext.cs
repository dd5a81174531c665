using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Orchestrator.Rounds;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fdkt.Orchestrator.Tests.Rounds;

/// <summary>
/// A strict stand-in for Durable Functions. After each thing that happens the orchestration is run again from its first line over the whole history, and whatever it
/// asks for, inputs included, must be what it asked for before. Written apart from the journaled runner, so that the two check each other.
/// </summary>
internal sealed class ReplayContext(Func<IRoundContext, Task<RoundPhase>> orchestration)
{
    private readonly List<(string What, Func<string> Answer)> _asked = [];
    private readonly List<Happening> _history = [];
    private DateTimeOffset _now = new(2026, 1, 5, 3, 0, 0, TimeSpan.Zero);

    /// <summary>Codes of activities, by name: input in JSON to result in JSON.</summary>
    public Dictionary<string, Func<string, string>> Activities { get; } = new(StringComparer.Ordinal);

    /// <summary>What was asked for, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked.Select(asked => asked.What)];

    public int Replays { get; private set; }

    public RoundHeadline? Headline { get; private set; }

    /// <summary>Registers an activity.</summary>
    public void On<TInput, TResult>(ActivityName<TInput, TResult> activity, Func<TInput, TResult> run)
        where TInput : class, IActivityInput
        where TResult : class =>
        Activities[activity.Name] = input => JsonSerializer.Serialize(run(JsonSerializer.Deserialize(input, activity.InputType)!), activity.ResultType);

    /// <summary>Runs until nothing is left to do but wait.</summary>
    /// <returns>The result; null while the orchestration waits.</returns>
    public RoundPhase? Run()
    {
        while (true)
        {
            Replay replay = Again();
            if (replay.Result is { IsCompleted: true })
            {
                return replay.Result.GetAwaiter().GetResult();
            }

            int open = Enumerable.Range(0, _asked.Count).FirstOrDefault(call => _asked[call].What.StartsWith("call ", StringComparison.Ordinal) && !_history.Exists(past => past.Kind == "call" && past.Number == call), -1);
            if (open < 0)
            {
                return null;
            }

            _history.Add(new Happening("call", open, string.Empty, _asked[open].Answer(), _now));
        }
    }

    public RoundPhase? Raise<T>(EventName<T> name, T payload)
        where T : class
    {
        Happened(name, payload);
        return Run();
    }

    /// <summary>Lets an event happen while something else does, such as an activity.</summary>
    public void Happened<T>(EventName<T> name, T payload)
        where T : class => _history.Add(new Happening("event", 0, name.Name, JsonSerializer.Serialize(payload, name.Type), _now));

    /// <summary>Lets time pass; timers that come due fire in their order.</summary>
    public RoundPhase? Advance(TimeSpan time)
    {
        DateTimeOffset end = _now + time;
        while (true)
        {
            (int Number, DateTimeOffset Due)[] timers = [.. Again().Timers.Where(timer => timer.Due <= end).OrderBy(timer => timer.Due)];
            if (timers.Length == 0)
            {
                _now = end;
                return Run();
            }

            _now = timers[0].Due > _now ? timers[0].Due : _now;
            _history.Add(new Happening("timer", timers[0].Number, string.Empty, string.Empty, _now));
            if (Run() is { } result)
            {
                return result;
            }
        }
    }

    private Replay Again()
    {
        Replays++;
        var replay = new Replay(this);
        replay.Run(orchestration);
        Headline = replay.Headline;
        return replay;
    }

    private sealed record Happening(string Kind, int Number, string Name, string Json, DateTimeOffset At);

    private sealed class Replay(ReplayContext owner) : SynchronizationContext, IRoundContext
    {
        private readonly Queue<Action> _ready = new();
        private readonly Dictionary<int, Action<string>> _calls = [];
        private readonly Dictionary<int, (DateTimeOffset Due, TaskCompletionSource Source)> _timers = [];
        private readonly List<(string Name, Action<string> Give)> _waits = [];
        private readonly List<(string Name, string Json)> _kept = [];
        private int _asks;
        private string? _divergence;

        public Task<RoundPhase>? Result { get; private set; }

        public RoundHeadline? Headline { get; private set; }

        public IEnumerable<(int Number, DateTimeOffset Due)> Timers => _timers.Where(timer => !timer.Value.Source.Task.IsCompleted).Select(timer => (timer.Key, timer.Value.Due));

        public RoundId Round => new("round-1");

        public DateTimeOffset CurrentUtcDateTime { get; private set; }

        public override void Post(SendOrPostCallback d, object? state) => _ready.Enqueue(() => d(state));

        public void Run(Func<IRoundContext, Task<RoundPhase>> orchestration)
        {
            SynchronizationContext? outer = Current;
            SetSynchronizationContext(this);
            try
            {
                CurrentUtcDateTime = owner._history.Count > 0 ? owner._history[0].At : owner._now;
                Result = orchestration(this);
                Drain();
                foreach (Happening past in owner._history)
                {
                    CurrentUtcDateTime = past.At;
                    Happen(past);
                    Drain();
                }
            }
            finally
            {
                SetSynchronizationContext(outer);
            }

            Assert.True(_asks == owner._asked.Count, $"A replay asked for {_asks} things; {owner._asked.Count} were asked for before.");
        }

        public Task<TResult> CallActivityAsync<TInput, TResult>(ActivityName<TInput, TResult> activity, TInput input, ActivityRetry retry)
            where TInput : class, IActivityInput
            where TResult : class
        {
            string json = JsonSerializer.Serialize(input, activity.InputType);
            int number = Ask($"call {activity.Name} {json}", () => owner.Activities[activity.Name](json));
            var source = new TaskCompletionSource<TResult>();
            _calls.Add(number, answer =>
            {
                if (answer.StartsWith("fail ", StringComparison.Ordinal))
                {
                    source.SetException(new ActivityFailedException(activity.Name, Enum.Parse<ReasonCode>(answer[5..]), "Exception"));
                }
                else
                {
                    source.SetResult(JsonSerializer.Deserialize(answer, activity.ResultType)!);
                }
            });
            return source.Task;
        }

        public Task<T> WaitForExternalEventAsync<T>(EventName<T> name, CancellationToken cancellationToken = default)
            where T : class
        {
            Ask($"wait {name.Name}", () => string.Empty);
            var source = new TaskCompletionSource<T>();
            int kept = _kept.FindIndex(past => past.Name == name.Name);
            if (kept >= 0)
            {
                source.SetResult(JsonSerializer.Deserialize(_kept[kept].Json, name.Type)!);
                _kept.RemoveAt(kept);
            }
            else
            {
                _waits.Add((name.Name, json => source.SetResult(JsonSerializer.Deserialize(json, name.Type)!)));
            }

            return source.Task;
        }

        public Task CreateTimerAsync(DateTimeOffset dueAt, CancellationToken cancellationToken)
        {
            int number = Ask($"timer {dueAt:O}", () => string.Empty);
            var source = new TaskCompletionSource();
            _timers.Add(number, (dueAt, source));
            cancellationToken.Register(() => source.TrySetCanceled(cancellationToken));
            return source.Task;
        }

        public void SetStatus(RoundHeadline headline) => Headline = headline;

        public ILogger CreateReplaySafeLogger(string category) => NullLogger.Instance;

        private void Happen(Happening past)
        {
            switch (past.Kind)
            {
                case "call":
                    _calls[past.Number](past.Json);
                    break;
                case "timer":
                    _timers[past.Number].Source.TrySetResult();
                    break;
                default:
                    int wait = _waits.FindIndex(waiting => waiting.Name == past.Name);
                    if (wait < 0)
                    {
                        _kept.Add((past.Name, past.Json));
                        break;
                    }

                    Action<string> give = _waits[wait].Give;
                    _waits.RemoveAt(wait);
                    give(past.Json);
                    break;
            }
        }

        private int Ask(string what, Func<string> answer)
        {
            int number = _asks++;
            if (number == owner._asked.Count)
            {
                owner._asked.Add((what, answer));
            }

            if (owner._asked[number].What != what)
            {
                // Thrown here it would only end the orchestration.
                _divergence ??= $"Ask {number} was '{owner._asked[number].What}' and is '{what}' in a replay.";
            }

            return number;
        }

        private void Drain()
        {
            while (_ready.TryDequeue(out Action? next))
            {
                next();
            }

            Assert.True(_divergence is null, _divergence);
        }
    }
}
