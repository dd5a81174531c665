using Azure.Core;
using Fdkt.Orchestrator.Hosting;
using Fdkt.Transport.Artifacts.Azure;
using Fdkt.Transport.Azure;
using Fdkt.Transport.Documents.Azure;
using Fdkt.Transport.Inbox.Azure;
using Fdkt.Transport.Jobs.ServiceBus;
using Fdkt.Transport.Journal.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fdkt.FunctionApp;

/// <summary>Wires the orchestrator for Azure Functions.</summary>
internal static class ServiceCollectionExtensions
{
    private const string BlobHost = ".blob.";
    private const string QueueHost = ".queue.";

    /// <summary>Adds what the functions need. Nothing is opened before it is used.</summary>
    /// <param name="services">The services.</param>
    /// <param name="credential">Signs in. The environment's AZURE_CLIENT_ID says with which managed identity; on a developer's machine it is the developer.</param>
    public static IServiceCollection AddFederation(this IServiceCollection services, TokenCredential credential)
    {
        services.AddSingleton(credential);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new FunctionServices(
            Ports(provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<TokenCredential>(), provider.GetRequiredService<TimeProvider>()),
            Options(provider.GetRequiredService<IHostEnvironment>().ContentRootPath),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        return services.AddHostedService<ProgressService>();
    }

    private static OrchestratorPorts Ports(IConfiguration configuration, TokenCredential credential, TimeProvider time)
    {
        string address = Setting(configuration, FunctionBindings.Storage);
        var storage = new AzureStorage(address.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? new AzureStorageOptions { BlobService = new Uri(address), QueueService = new Uri(address.Replace(BlobHost, QueueHost, StringComparison.OrdinalIgnoreCase)), Credential = credential }
            : new AzureStorageOptions { ConnectionString = address });
        return new OrchestratorPorts(
            new ServiceBusJobQueue(ServiceBusAddress.Open(Setting(configuration, FunctionBindings.ServiceBus), () => credential), time),
            new BlobArtifactStore(storage),
            new QueueDemoInbox(storage, time),
            new BlobDocumentStore(storage),
            new BlobRoundJournalStore(storage));
    }

    private static string Setting(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"Setting {name} is missing.");

    private static OrchestratorOptions Options(string folder)
    {
        var options = new OrchestratorOptions { Schedules = AppSchedules.Read(folder) };
        IReadOnlyList<string> problems = OrchestratorOptionsValidator.Validate(options);
        return problems.Count == 0 ? options : throw new OrchestratorOptionsException(problems);
    }
}
