using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Fdkt.Cli.Commands.Federation;
using Fdkt.Cli.Processes;
using Fdkt.Transport.Azure;

namespace Fdkt.Cli.Federation.Local;

/// <summary>The processes of a federation on one machine: the real programs, on ports that stay theirs over restarts.</summary>
/// <param name="folder">Where they keep their things.</param>
/// <param name="languageModel">Flags that name the server's language model; none takes the public model.</param>
/// <param name="serviceBus">Namespace, or connection string of an emulator, to use; null starts the development broker.</param>
/// <param name="clock">Times restarts.</param>
/// <param name="healthPort">Port of the orchestrator's health and metrics, from which the workers' are counted up; null for none.</param>
internal sealed partial class LocalProcesses(LocalFolder folder, IReadOnlyList<string> languageModel, string? serviceBus, TimeProvider clock, int? healthPort = null)
{
    private const string Azurite = "azurite";
    private const string Broker = "broker";
    private const string Orchestrator = "orchestrator";
    private const string LanguageModel = "llm";

    private readonly int[] _ports = FreePorts.Find(3);

    private int BrokerPort => _ports[0];

    private int BlobPort => _ports[1];

    private int QueuePort => _ports[2];

    /// <summary>How to reach Service Bus, or what stands in for it.</summary>
    public string ServiceBus => serviceBus ?? DevelopmentBroker(BrokerPort);

    /// <summary>Connection string of the storage.</summary>
    public string StorageAddress => AzuriteProcess.ConnectionStringFor(BlobPort, QueuePort);

    /// <summary>Connection string of a development broker, as of Microsoft's emulator; it takes any key.</summary>
    /// <param name="port">Its port.</param>
    public static string DevelopmentBroker(int port) =>
        string.Create(CultureInfo.InvariantCulture, $"Endpoint=sb://127.0.0.1:{port};SharedAccessKeyName=any;SharedAccessKey=any;UseDevelopmentEmulator=true");

    /// <summary>Storage and, where no Service Bus is named, the development broker.</summary>
    /// <param name="progress">Told of an installation.</param>
    /// <param name="cancellationToken">Stops an installation.</param>
    public async Task<IReadOnlyList<ManagedProcess>> InfrastructureAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var options = new AzuriteOptions { DataFolder = folder.Storage, Progress = progress };
        // Asked again for each start; what it needs is installed by now.
        ProcessStartInfo azurite = await AzuriteProcess.CommandAsync(options, BlobPort, QueuePort, cancellationToken).ConfigureAwait(false);
        var storage = new ManagedProcess(Azurite, () => azurite, TableListens(), folder.Log(Azurite), clock);
        if (serviceBus is not null)
        {
            return [storage];
        }

        progress("Jobs go through the development broker, which stands in for Azure Service Bus on this machine; --service-bus names a real one.");
        string port = BrokerPort.ToString(CultureInfo.InvariantCulture);
        return
        [
            storage,
            new ManagedProcess(
                Broker, () => InstalledProgram.Command(InstalledProgram.DevelopmentBroker, "--port", port, "--store", folder.Broker), BrokerListens(), folder.Log(Broker), clock),
        ];
    }

    /// <summary>Orchestrator and workers.</summary>
    /// <param name="clients">Names of the clients, whose folders are there.</param>
    public IReadOnlyList<ManagedProcess> Workers(IReadOnlyList<string> clients)
    {
        int services = 0;
        ManagedProcess Fdkt(string name, int threads, params string[] arguments)
        {
            // Each has a port of its own, counted up from the one that this process was given.
            int? health = healthPort + services++;
            string[] listen = health is { } port ? ["--health-port", port.ToString(CultureInfo.InvariantCulture)] : [];
            return new(
                name, () => Threads(InstalledProgram.Command(InstalledProgram.Fdkt, [.. arguments, "--federation", folder.SettingsFile, .. listen]), threads), WorkerReady(), folder.Log(name), clock);
        }

        // Clients work at the same time and share the processors; the language-model worker works while they wait.
        int share = Math.Max(1, Environment.ProcessorCount / clients.Count);
        return
        [
            Fdkt(Orchestrator, 1, "orchestrator"),
            Fdkt(LanguageModel, Environment.ProcessorCount, ["worker", "--role", "llm", "--work", folder.LanguageModel, .. languageModel]),
            .. clients.Select(client => Fdkt(client, share, "worker", "--role", "client", "--client", folder.Client(client))),
        ];
    }

    private static ProcessStartInfo Threads(ProcessStartInfo start, int threads)
    {
        start.Environment["OMP_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        return start;
    }

    [GeneratedRegex(AzuriteProcess.ReadyLine)]
    private static partial Regex TableListens();

    [GeneratedRegex("^listening on ")]
    private static partial Regex BrokerListens();

    [GeneratedRegex($"{OrchestratorCommand.ReadyLine}|{WorkerCommand.ReadyLine}")]
    private static partial Regex WorkerReady();
}
