using System.Text.Json;
using Fdkt.Contracts.Json;
using Fdkt.Orchestrator.Rounds;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Fdkt.FunctionApp;

/// <summary>The round as an orchestration of Durable Functions, and its activities. The code of both is the same as everywhere.</summary>
public static class RoundFunctions
{
    /// <summary>Runs a round; the instance's id is the round's.</summary>
    /// <param name="context">Durable's context.</param>
    /// <returns>How the round ended.</returns>
    [Function(FederationRound.Name)]
    public static async Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        EnumNames.Of(await FederationRound.RunAsync(new DurableRoundContext(context)));

    /// <summary>Reads the order and the registry.</summary>
    /// <param name="input">A <see cref="PlanRound"/>.</param>
    /// <param name="context">The invocation.</param>
    [Function("plan")]
    public static Task<JsonElement> PlanAsync([ActivityTrigger] JsonElement input, FunctionContext context) => RunAsync(RoundActivities.Plan, input, context);

    /// <summary>Finds demonstrations that wait for the task.</summary>
    /// <param name="input">A <see cref="FindPushes"/>.</param>
    /// <param name="context">The invocation.</param>
    [Function("findPushes")]
    public static Task<JsonElement> FindPushesAsync([ActivityTrigger] JsonElement input, FunctionContext context) => RunAsync(RoundActivities.FindPushes, input, context);

    /// <summary>Claims waiting demonstrations, each once.</summary>
    /// <param name="input">A <see cref="TakePushes"/>.</param>
    /// <param name="context">The invocation.</param>
    [Function("takePushes")]
    public static Task<JsonElement> TakePushesAsync([ActivityTrigger] JsonElement input, FunctionContext context) => RunAsync(RoundActivities.TakePushes, input, context);

    /// <summary>Sends all jobs of a step.</summary>
    /// <param name="input">A <see cref="SendJobs"/>.</param>
    /// <param name="context">The invocation.</param>
    [Function("sendJobs")]
    public static Task<JsonElement> SendJobsAsync([ActivityTrigger] JsonElement input, FunctionContext context) => RunAsync(RoundActivities.SendJobs, input, context);

    /// <summary>Looks for stored results whose messages were lost, and sends silent jobs again.</summary>
    /// <param name="input">A <see cref="RecoverJobs"/>.</param>
    /// <param name="context">The invocation.</param>
    [Function("recoverJobs")]
    public static Task<JsonElement> RecoverJobsAsync([ActivityTrigger] JsonElement input, FunctionContext context) => RunAsync(RoundActivities.RecoverJobs, input, context);

    /// <summary>Stores what a repetition goes on with.</summary>
    /// <param name="input">A <see cref="StoreDemos"/>.</param>
    /// <param name="context">The invocation.</param>
    [Function("storeDemos")]
    public static Task<JsonElement> StoreDemosAsync([ActivityTrigger] JsonElement input, FunctionContext context) => RunAsync(RoundActivities.StoreDemos, input, context);

    /// <summary>Writes where the round stands.</summary>
    /// <param name="input">A <see cref="WriteStatus"/>.</param>
    /// <param name="context">The invocation.</param>
    [Function("writeStatus")]
    public static Task<JsonElement> WriteStatusAsync([ActivityTrigger] JsonElement input, FunctionContext context) => RunAsync(RoundActivities.WriteStatus, input, context);

    /// <summary>Writes what the round came to.</summary>
    /// <param name="input">A <see cref="WriteOutcome"/>.</param>
    /// <param name="context">The invocation.</param>
    [Function("writeOutcome")]
    public static Task<JsonElement> WriteOutcomeAsync([ActivityTrigger] JsonElement input, FunctionContext context) => RunAsync(RoundActivities.WriteOutcome, input, context);

    /// <summary>Holds or quarantines demonstrations that came too late.</summary>
    /// <param name="input">A <see cref="KeepLate"/>.</param>
    /// <param name="context">The invocation.</param>
    [Function("keepLate")]
    public static Task<JsonElement> KeepLateAsync([ActivityTrigger] JsonElement input, FunctionContext context) => RunAsync(RoundActivities.KeepLate, input, context);

    private static Task<JsonElement> RunAsync<TInput, TResult>(ActivityName<TInput, TResult> activity, JsonElement input, FunctionContext context)
        where TInput : class, IActivityInput
        where TResult : class
    {
        FunctionServices services = FunctionServices.Of(context);
        return ActivityAdapter.RunAsync(services.Parts.Activities, activity, input, services.Logger, context.CancellationToken);
    }
}
