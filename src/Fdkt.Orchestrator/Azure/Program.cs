using Fdkt.Orchestrator.Azure;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(args);
builder.Services.AddFederation();
builder.UseMiddleware<ApiGuard>();
await builder.Build().RunAsync().ConfigureAwait(false);
