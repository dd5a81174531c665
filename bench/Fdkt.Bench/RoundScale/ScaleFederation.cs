using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fdkt.Cli.Commands.Federation;
using Fdkt.Cli.Federation;
using Fdkt.Cli.Federation.Local;
using Fdkt.Cli.Processes;
using Fdkt.GpuJobs.Stages;
using Fdkt.GpuJobs.Worker;
using Fdkt.Transport.Artifacts.Azure;
using Fdkt.Transport.Azure;
using Fdkt.Transport.Documents.Azure;
using Fdkt.Transport.Inbox.Azure;
using Fdkt.Transport.Jobs.ServiceBus;

namespace Fdkt.Bench.RoundScale;

/// <summary>
/// Storage emulator, development broker and orchestrator, each a fresh process, the orchestrator behind proxies that count its storage requests. What clients and the
/// language-model worker do is done by this process, past the proxies.
/// </summary>
internal sealed partial class ScaleFederation : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fdkt-scale-");
    private readonly ProcessGroup _group = new();
    private readonly AzuriteProcess _azurite;
    private readonly CountingProxy _blobs;
    private readonly CountingProxy _queues;
    private readonly ManagedProcess _broker;
    private readonly ManagedProcess _orchestrator;

    private ScaleFederation(AzuriteProcess azurite)
    {
        _azurite = azurite;
        _blobs = new CountingProxy(azurite.BlobPort);
        _queues = new CountingProxy(azurite.QueuePort);
        string port = FreePorts.Find(1)[0].ToString(CultureInfo.InvariantCulture);
        ServiceBus = LocalProcesses.DevelopmentBroker(int.Parse(port, CultureInfo.InvariantCulture));
        var settings = new FederationSettings(
            FederationSettings.CurrentSchemaVersion, ServiceBus, AzuriteProcess.ConnectionStringFor(_blobs.Port, _queues.Port), BuiltInSample.ModelFolder);
        File.WriteAllText(In(FederationSettings.FileName), JsonSerializer.Serialize(settings, FederationFileContext.Default.FederationSettings));
        _broker = Process("broker", InstalledProgram.DevelopmentBroker, "--port", port, "--store", In("broker"), "--record", RecordFile);
        _orchestrator = Process("orchestrator", InstalledProgram.Fdkt, "orchestrator", "--federation", In(FederationSettings.FileName));
    }

    /// <summary>How to reach the broker.</summary>
    public string ServiceBus { get; }

    /// <summary>A folder for what the clients keep.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Storage requests of the orchestrator so far.</summary>
    public long OrchestratorCalls => _blobs.Requests + _queues.Requests;

    /// <summary>Ends, with the fault, when a process cannot be kept alive.</summary>
    public Task Failed => _group.Failed;

    private string RecordFile => In("bodies.txt");

    /// <summary>Starts one.</summary>
    public static async Task<ScaleFederation> StartAsync(CancellationToken cancellationToken)
    {
        var options = new AzuriteOptions { Progress = Console.Error.WriteLine };
        var federation = new ScaleFederation(await AzuriteProcess.StartAsync(options, cancellationToken));
        await federation.Storage(null).CreateContainersAndQueuesAsync(cancellationToken);
        federation._group.Start(federation._broker, federation._orchestrator);
        Task ready = Task.WhenAll(federation._broker.ReadyAsync(cancellationToken), federation._orchestrator.ReadyAsync(cancellationToken));
        await Task.WhenAny(ready, federation.Failed).Unwrap();
        return federation;
    }

    /// <summary>A way to the storage that does not count as the orchestrator's.</summary>
    /// <param name="counter">Counts its requests; null counts none.</param>
    public AzureStorage Storage(StorageCallCounter? counter) => new(new AzureStorageOptions { ConnectionString = _azurite.ConnectionString, CallCounter = counter });

    /// <summary>The ports of a worker, over a connection of its own.</summary>
    /// <param name="counter">Counts its requests to storage; null counts none.</param>
    public WorkerPorts Ports(StorageCallCounter? counter)
    {
        AzureStorage storage = Storage(counter);
        return new WorkerPorts(
            new ServiceBusJobQueue(ServiceBusAddress.Open(ServiceBus, () => throw new InvalidOperationException("No identity signs in at an emulator.")), TimeProvider.System), new BlobArtifactStore(storage), new BlobDocumentStore(storage), new QueueDemoInbox(storage, TimeProvider.System));
    }

    /// <summary>Messages that the broker took so far: it records the body of each in a line.</summary>
    public long Messages()
    {
        using var stream = new FileStream(RecordFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        long lines = 0;
        while (reader.ReadLine() is not null)
        {
            lines++;
        }

        return lines;
    }

    /// <summary>Highest resident memory of the orchestrator, in MB.</summary>
    /// <exception cref="InvalidOperationException">It died and was started again: the number would be another process's.</exception>
    public double OrchestratorPeakMegabytes() => _orchestrator is { Restarts: 0, Id: { } id } && ProcessMemory.PeakMegabytes(id) is { } peak
        ? peak
        : throw new InvalidOperationException($"The orchestrator ended, or this system does not tell its peak memory; its last line was: {_orchestrator.LastLine}");

    public async ValueTask DisposeAsync()
    {
        await _group.DisposeAsync();
        await _blobs.DisposeAsync();
        await _queues.DisposeAsync();
        await _azurite.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private ManagedProcess Process(string name, string assembly, params string[] arguments) =>
        new(name, () => InstalledProgram.Command(assembly, arguments), Ready(), In($"{name}.log"), TimeProvider.System);

    private string In(string name) => Path.Combine(Folder, name);

    [GeneratedRegex($"{OrchestratorCommand.ReadyLine}|^listening on ")]
    private static partial Regex Ready();
}
