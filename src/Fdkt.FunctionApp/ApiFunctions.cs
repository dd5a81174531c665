using System.Net;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Orchestrator.Commands;
using Fdkt.Orchestrator.Rounds;
using Fdkt.Orchestrator.Runner;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace Fdkt.FunctionApp;

/// <summary>
/// The API of the operator (docs/deploy.md). Anonymous to the host, since App Service authentication stands before it; <see cref="ApiGuard"/> refuses every
/// call where it does not.
/// </summary>
public static class ApiFunctions
{
    /// <summary>Starts a round; the body is a <see cref="RoundRequest"/>. The same order twice is one round.</summary>
    /// <param name="request">The call.</param>
    /// <param name="client">Durable Functions.</param>
    /// <param name="context">The invocation.</param>
    [Function("apiStartRound")]
    public static Task<HttpResponseData> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rounds")] HttpRequestData request, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        ApiCall.RunAsync(request, context, async () =>
        {
            RoundRequest order = await ApiCall.ReadAsync(request, FederationJsonContext.Default.RoundRequest, RoundRequest.CurrentSchemaVersion, context.CancellationToken).ConfigureAwait(false);
            StartResult result = await FunctionServices.Of(context, client).Parts.Starter.StartAsync(order, context.CancellationToken).ConfigureAwait(false);
            return result == StartResult.TaskBusy
                ? throw new RefusedException(ReasonCode.TaskBusy, $"A round of task {order.Task} runs.")
                : ApiCall.Empty(request, result == StartResult.Running ? HttpStatusCode.Accepted : HttpStatusCode.OK);
        });

    /// <summary>Lists the rounds' ids.</summary>
    /// <param name="request">The call.</param>
    /// <param name="context">The invocation.</param>
    [Function("apiListRounds")]
    public static Task<HttpResponseData> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "rounds")] HttpRequestData request, FunctionContext context) =>
        ApiCall.RunAsync(request, context, async () =>
        {
            var rounds = new SortedSet<string>(StringComparer.Ordinal);
            await foreach (string name in FunctionServices.Of(context).Documents.ListAsync(DocumentPath.Rounds, context.CancellationToken).ConfigureAwait(false))
            {
                rounds.Add(name[DocumentPath.Rounds.Length..].Split('/')[0]);
            }

            return await ApiCall.JsonAsync(request, rounds.ToArray(), AzureJsonContext.Default.StringArray, context.CancellationToken).ConfigureAwait(false);
        });

    /// <summary>Tells where a round stands.</summary>
    /// <param name="request">The call.</param>
    /// <param name="round">The round.</param>
    /// <param name="context">The invocation.</param>
    [Function("apiRoundStatus")]
    public static Task<HttpResponseData> StatusAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "rounds/{round}")] HttpRequestData request, string round, FunctionContext context) =>
        ApiCall.RunAsync(request, context, async () =>
        {
            StoredDocument<RoundStatus>? status = await FunctionServices.Of(context).Documents
                .ReadAsync(DocumentPath.Status(ApiCall.Round(round)), FederationJsonContext.Default.RoundStatus, RoundStatus.CurrentSchemaVersion, context.CancellationToken).ConfigureAwait(false);
            return status is null
                ? ApiCall.Empty(request, HttpStatusCode.NotFound)
                : await ApiCall.JsonAsync(request, status.Value, FederationJsonContext.Default.RoundStatus, context.CancellationToken).ConfigureAwait(false);
        });

    /// <summary>Ends a round before its time.</summary>
    /// <param name="request">The call.</param>
    /// <param name="round">The round.</param>
    /// <param name="client">Durable Functions.</param>
    /// <param name="context">The invocation.</param>
    [Function("apiCancelRound")]
    public static Task<HttpResponseData> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rounds/{round}/cancel")] HttpRequestData request,
        string round,
        [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        ApiCall.RunAsync(request, context, async () =>
        {
            RoundId id = ApiCall.Round(round);
            var cancel = new CancelRound(RoundCommand.CurrentSchemaVersion, id);
            RaiseResult result = await FunctionServices.Of(context, client).Parts.Host.RaiseAsync(id, RoundEvents.Cancel, cancel, context.CancellationToken).ConfigureAwait(false);
            return ApiCall.Empty(request, result switch
            {
                RaiseResult.Delivered => HttpStatusCode.Accepted,
                RaiseResult.RoundOver => HttpStatusCode.OK,
                _ => HttpStatusCode.NotFound,
            });
        });
}
