using Azure.Core;
using Azure.Identity;
using Fdkt.FunctionApp;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(args);
TokenCredential credential = new DefaultAzureCredential();
builder.Services.AddFederation(credential).AddFederationTelemetry(builder.Configuration, credential);
builder.UseMiddleware<ApiGuard>();
await builder.Build().RunAsync().ConfigureAwait(false);
