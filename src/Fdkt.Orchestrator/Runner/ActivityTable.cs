using System.Diagnostics;
using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Telemetry;
using Fdkt.Orchestrator.Rounds;

namespace Fdkt.Orchestrator.Runner;

/// <summary>Finds the code of an activity by its name, and runs it inside the trace of its round. The orchestration knows nothing of traces and so replays the same.</summary>
/// <param name="traceOf">Context of a round's trace.</param>
internal sealed class ActivityTable(Func<RoundId, CancellationToken, Task<string?>> traceOf)
{
    private readonly Dictionary<string, Func<object, CancellationToken, Task<JsonElement>>> _activities = new(StringComparer.Ordinal);

    /// <summary>Adds an activity.</summary>
    /// <typeparam name="TInput">Its input.</typeparam>
    /// <typeparam name="TResult">Its result.</typeparam>
    /// <param name="activity">Its name.</param>
    /// <param name="run">Its code. May run twice for one call.</param>
    /// <returns>This table.</returns>
    public ActivityTable Add<TInput, TResult>(ActivityName<TInput, TResult> activity, Func<TInput, CancellationToken, Task<TResult>> run)
        where TInput : class, IActivityInput
        where TResult : class
    {
        _activities.Add(activity.Name, async (input, cancellationToken) =>
            JsonSerializer.SerializeToElement(await run((TInput)input, cancellationToken).ConfigureAwait(false), activity.ResultType));
        return this;
    }

    /// <summary>Runs an activity.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="input">Its input.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Its result.</returns>
    public async Task<JsonElement> RunAsync(string name, object input, CancellationToken cancellationToken)
    {
        Func<object, CancellationToken, Task<JsonElement>> run = _activities[name];
        RoundId round = ((IActivityInput)input).Round;
        string? trace = await traceOf(round, cancellationToken).ConfigureAwait(false);
        using Activity span = RoundTrace.Start($"activity {name}", ActivityKind.Internal, trace);
        span.SetTag(RoundTrace.RoundTag, round.Value);
        try
        {
            return await run(input, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            RoundTrace.Fail(span, fault);
            throw;
        }
    }
}
