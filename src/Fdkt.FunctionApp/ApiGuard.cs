using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Fdkt.FunctionApp;

/// <summary>Refuses calls of the API where nothing stands before it: a deployment that forgot authentication is closed, not open.</summary>
internal sealed class ApiGuard(IConfiguration configuration, IHostEnvironment environment, FunctionServices services) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (!IsOpen && await context.GetHttpRequestDataAsync().ConfigureAwait(false) is { } request)
        {
            AzureLog.NotProtected(services.Logger);
            context.GetInvocationResult().Value = request.CreateResponse(HttpStatusCode.Forbidden);
            return;
        }

        await next(context).ConfigureAwait(false);
    }

    private bool IsOpen => environment.IsDevelopment() || configuration[FunctionBindings.ApiProtection] == FunctionBindings.Entra;
}
