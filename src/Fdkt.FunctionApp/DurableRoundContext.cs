using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Orchestrator.Json;
using Fdkt.Orchestrator.Rounds;
using Fdkt.Orchestrator.Runner;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Fdkt.FunctionApp;

/// <summary>
/// The round's context on Durable Functions: each member is one of Durable's. Payloads travel as the JSON that a journal would hold, so both runners keep the same.
/// No <c>ConfigureAwait(false)</c>: an orchestration goes on in Durable's own thread.
/// </summary>
internal sealed class DurableRoundContext(TaskOrchestrationContext context) : IRoundContext
{
    /// <inheritdoc/>
    public RoundId Round { get; } = new(context.InstanceId);

    /// <inheritdoc/>
    public DateTimeOffset CurrentUtcDateTime => new(DateTime.SpecifyKind(context.CurrentUtcDateTime, DateTimeKind.Utc));

    /// <inheritdoc/>
    public async Task<TResult> CallActivityAsync<TInput, TResult>(ActivityName<TInput, TResult> activity, TInput input, ActivityRetry retry)
        where TInput : class, IActivityInput
        where TResult : class
    {
        string effect = $"{activity.Name}/{input.Key}";
        EffectOutcome outcome;
        try
        {
            JsonElement json = await context.CallActivityAsync<JsonElement>(activity.Name, JsonSerializer.SerializeToElement(input, activity.InputType), Options(retry));
            outcome = json.Deserialize(OrchestratorJsonContext.Default.EffectOutcome)!;
        }
        catch (TaskFailedException error)
        {
            // The type alone: a message may quote what the activity tripped over.
            throw new ActivityFailedException(effect, ReasonCode.InternalFault, error.FailureDetails.ErrorType);
        }

        return outcome.Result is { } result
            ? result.Deserialize(activity.ResultType)!
            : throw new ActivityFailedException(effect, outcome.Reason ?? ReasonCode.InternalFault, outcome.Fault ?? "unknown");
    }

    /// <inheritdoc/>
    public async Task<T> WaitForExternalEventAsync<T>(EventName<T> name, CancellationToken cancellationToken = default)
        where T : class
    {
        JsonElement payload = await context.WaitForExternalEvent<JsonElement>(name.Name, cancellationToken);
        return payload.Deserialize(name.Type)!;
    }

    /// <inheritdoc/>
    public Task CreateTimerAsync(DateTimeOffset dueAt, CancellationToken cancellationToken) => context.CreateTimer(dueAt.UtcDateTime, cancellationToken);

    /// <inheritdoc/>
    public void SetStatus(RoundHeadline headline) => context.SetCustomStatus(JsonSerializer.SerializeToElement(headline, OrchestratorJsonContext.Default.RoundHeadline));

    /// <inheritdoc/>
    public ILogger CreateReplaySafeLogger(string category) => context.CreateReplaySafeLogger(category);

    private static TaskOptions Options(ActivityRetry retry) =>
        TaskOptions.FromRetryPolicy(new RetryPolicy(retry.MaximumAttempts, retry.FirstPause, retry.Factor, retry.LongestPause));
}
