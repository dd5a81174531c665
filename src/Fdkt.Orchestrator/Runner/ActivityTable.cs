using System.Text.Json;
using Fdkt.Orchestrator.Rounds;

namespace Fdkt.Orchestrator.Runner;

/// <summary>Finds the code of an activity by its name.</summary>
internal sealed class ActivityTable
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
    public Task<JsonElement> RunAsync(string name, object input, CancellationToken cancellationToken) => _activities[name](input, cancellationToken);
}
