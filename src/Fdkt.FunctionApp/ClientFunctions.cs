using System.Net;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Orchestrator.Registry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Fdkt.FunctionApp;

/// <summary>The API of the registry: the same registry, with the same rules, as <c>fdkt client</c>. Protected as <see cref="ApiFunctions"/>.</summary>
public static class ClientFunctions
{
    /// <summary>
    /// Enrols a client, or brings its enrolment up to date; the body is a <see cref="ClientRegistration"/>. Another key, or a revoked client, needs <c>?replace=true</c>.
    /// </summary>
    /// <param name="request">The call.</param>
    /// <param name="client">The client.</param>
    /// <param name="context">The invocation.</param>
    [Function("apiEnrolClient")]
    public static Task<HttpResponseData> EnrolAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "clients/{client}")] HttpRequestData request, string client, FunctionContext context) =>
        ApiCall.RunAsync(request, context, async () =>
        {
            ClientRegistration wanted = await ApiCall
                .ReadAsync(request, FederationJsonContext.Default.ClientRegistration, ClientRegistration.CurrentSchemaVersion, context.CancellationToken).ConfigureAwait(false);
            bool replace = request.Query["replace"] is "true";
            return await ChangeAsync(request, context, registry => registry.EnrolAsync(EnrolmentRules.Check(wanted, client), replace, context.CancellationToken)).ConfigureAwait(false);
        });

    /// <summary>Ends a client's enrolment: its uploads are refused from now on.</summary>
    /// <param name="request">The call.</param>
    /// <param name="client">The client.</param>
    /// <param name="context">The invocation.</param>
    [Function("apiRevokeClient")]
    public static Task<HttpResponseData> RevokeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "clients/{client}")] HttpRequestData request, string client, FunctionContext context) =>
        ApiCall.RunAsync(request, context, () => ChangeAsync(request, context, registry => registry.RevokeAsync(ApiCall.Client(client), context.CancellationToken)));

    private static async Task<HttpResponseData> ChangeAsync(HttpRequestData request, FunctionContext context, Func<ClientRegistry, Task<ClientRegistration>> change)
    {
        FunctionServices services = FunctionServices.Of(context);
        try
        {
            ClientRegistration stored = await change(new ClientRegistry(services.Documents, services.Time)).ConfigureAwait(false);
            return await ApiCall.JsonAsync(request, stored, FederationJsonContext.Default.ClientRegistration, context.CancellationToken).ConfigureAwait(false);
        }
        catch (RegistryConflictException error)
        {
            AzureLog.ChangeRefused(services.Logger, context.FunctionDefinition.Name, error.Client);
            return ApiCall.Empty(request, HttpStatusCode.Conflict);
        }
    }
}
