using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Orchestrator.Json;
using Fdkt.Orchestrator.Rounds;
using Fdkt.Orchestrator.Runner;
using Microsoft.Extensions.Logging;

namespace Fdkt.FunctionApp;

/// <summary>Runs an activity for Durable Functions: JSON in, the same outcome as in a journal out.</summary>
internal static class ActivityAdapter
{
    /// <summary>Runs an activity. A refusal is an outcome, which Durable does not retry; any other fault is left to the retry policy of the call.</summary>
    /// <typeparam name="TInput">Its input.</typeparam>
    /// <typeparam name="TResult">Its result.</typeparam>
    /// <param name="activities">The code of the activities.</param>
    /// <param name="activity">Which.</param>
    /// <param name="input">The input.</param>
    /// <param name="logger">Logs refusals.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>An <see cref="EffectOutcome"/>.</returns>
    public static async Task<JsonElement> RunAsync<TInput, TResult>(
        ActivityTable activities, ActivityName<TInput, TResult> activity, JsonElement input, ILogger logger, CancellationToken cancellationToken)
        where TInput : class, IActivityInput
        where TResult : class
    {
        EffectOutcome outcome;
        try
        {
            outcome = new EffectOutcome(await activities.RunAsync(activity.Name, input.Deserialize(activity.InputType)!, cancellationToken).ConfigureAwait(false), null, null);
        }
        catch (RefusedException error)
        {
            AzureLog.ActivityRefused(logger, activity.Name, error.Reason, error);
            outcome = new EffectOutcome(null, error.Reason, nameof(RefusedException));
        }

        return JsonSerializer.SerializeToElement(outcome, OrchestratorJsonContext.Default.EffectOutcome);
    }
}
