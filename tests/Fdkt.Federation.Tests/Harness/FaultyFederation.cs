using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using Fdkt.Cli.Commands.Federation;
using Fdkt.Cli.Federation;
using Fdkt.Cli.Federation.Local;
using Fdkt.Cli.Processes;
using Fdkt.Cli.Telemetry;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Stages;
using Fdkt.Orchestrator.Registry;
using Fdkt.Tests.Network;
using Fdkt.Transport.Azure;
using Fdkt.Transport.Documents.Azure;
using Fdkt.Transport.Jobs.ServiceBus;
using Fdkt.Transport.Tests.Faults;

namespace Fdkt.Federation.Tests.Harness;

/// <summary>
/// A federation of real processes in which everything may fail: the broker and the way to storage make faults, and any process but the emulator of storage may be
/// killed. The tests themselves look at it past the faults.
/// </summary>
internal sealed partial class FaultyFederation : IAsyncDisposable
{
    public const string Broker = "broker";
    public const string Orchestrator = "orchestrator";
    public const string LanguageModel = "llm";

    private static readonly StorageFault[] StorageFaults = [StorageFault.Busy, StorageFault.Internal, StorageFault.Precondition, StorageFault.AnswerLost, StorageFault.ConnectionCut];

    private readonly TemporaryFolder _folder = new();
    private readonly ProcessGroup _group = new();
    private readonly AzuriteProcess _azurite;
    private readonly FaultyStorageProxy _blobs;
    private readonly FaultyStorageProxy _queues;
    private readonly LoopbackRelay? _relay;

    private FaultyFederation(FaultScript script, RoundFile round, AzuriteProcess azurite, ProgramFolder programs, Capture? capture, bool observed)
    {
        (Script, Round, _azurite) = (script, round, azurite);
        ClientNames = [.. Enumerable.Range(1, round.Clients.Count).Select(k => $"client-{k}")];
        double rate = script.StorageRate();
        void Capture(string service, StorageExchange exchange)
        {
            capture?.Add($"{service}, to it", exchange.Request.Bytes);
            capture?.Add($"{service}, from it", exchange.Answer.Span);
        }

        _blobs = new FaultyStorageProxy(azurite.BlobPort, script.Seed, rate, StorageFaults)
        {
            Observe = exchange =>
            {
                Writes.Add(exchange);
                Capture("blob service", exchange);
            },
        };
        _queues = new FaultyStorageProxy(azurite.QueuePort, script.Seed, rate, StorageFaults) { Observe = exchange => Capture("queue service", exchange) };
        int port = FreePorts.Find(1)[0];
        _relay = capture is null ? null : new LoopbackRelay(port, capture.BrokerConnection);
        string address = LocalProcesses.DevelopmentBroker(_relay?.Port ?? port);
        Queue = new ServiceBusJobQueue(ServiceBusAddress.Open(address, () => throw new InvalidOperationException("No identity signs in at an emulator.")), TimeProvider.System);
        Storage = new AzureStorage(new AzureStorageOptions { ConnectionString = azurite.ConnectionString });
        Documents = new BlobDocumentStore(Storage);
        Blobs = new BlobServiceClient(azurite.ConnectionString);
        Directory.CreateDirectory(LogFolder);
        var settings = new FederationSettings(
            FederationSettings.CurrentSchemaVersion, address, AzuriteProcess.ConnectionStringFor(_blobs.Port, _queues.Port), BuiltInSample.ModelFolder);
        string file = _folder.Write(FederationSettings.FileName, JsonSerializer.Serialize(settings, FederationFileContext.Default.FederationSettings));
        string[] broker = ["--port", $"{port}", "--store", In("broker"), "--record", RecordFile, "--counts", CountsFile, .. script.Broker()];
        Dictionary<string, int> healthPorts = observed ? new(new[] { Orchestrator, LanguageModel }.Concat(ClientNames).Zip(FreePorts.Find(2 + ClientNames.Count), KeyValuePair.Create)) : [];
        HealthPorts = healthPorts;
        Collector = observed ? new SpanCollector() : null;
        ManagedProcess Fdkt(string name, params string[] arguments) => Process(name, () =>
        {
            string[] health = healthPorts.TryGetValue(name, out int listens) ? ["--health-port", $"{listens}"] : [];
            ProcessStartInfo start = programs.Command(InstalledProgram.Fdkt, [.. arguments, "--federation", file, .. health]);
            start.Environment[TelemetryOptions.TraceFolderVariable] = observed ? TraceFolder : string.Empty;
            Collector?.Tell(start);
            return start;
        });
        Processes =
        [
            Process(Broker, () => programs.Command(InstalledProgram.DevelopmentBroker, broker)),
            Fdkt(Orchestrator, "orchestrator"),
            Fdkt(LanguageModel, "worker", "--role", "llm", "--work", In("llm")),
            .. ClientNames.Select(name => Fdkt(name, "worker", "--role", "client", "--client", ClientPath(name))),
        ];
    }

    public FaultScript Script { get; }

    public RoundFile Round { get; }

    public IReadOnlyList<string> ClientNames { get; }

    /// <summary>All that may be killed.</summary>
    public IReadOnlyList<ManagedProcess> Processes { get; }

    public ServiceBusJobQueue Queue { get; }

    public AzureStorage Storage { get; }

    /// <summary>The emulator itself, past the faults.</summary>
    public string StorageConnectionString => _azurite.ConnectionString;

    public BlobServiceClient Blobs { get; }

    public IDocumentStore Documents { get; }

    /// <summary>What the processes wrote to the blob service.</summary>
    public StorageLog Writes { get; } = new();

    /// <summary>Every body that was ever sent to the broker.</summary>
    public string RecordFile => In("bodies.txt");

    /// <summary>How full the broker's queues are.</summary>
    public string CountsFile => In("counts.json");

    /// <summary>Where each process writes its spans, in an observed federation.</summary>
    public string TraceFolder => In("traces");

    /// <summary>Ports of health and metrics by process, in an observed federation.</summary>
    public IReadOnlyDictionary<string, int> HealthPorts { get; }

    /// <summary>Takes in what the processes send by the protocol of OpenTelemetry, in an observed federation.</summary>
    public SpanCollector? Collector { get; }

    public string LogFolder => In("logs");

    /// <summary>Starts one.</summary>
    /// <param name="script">Its faults.</param>
    /// <param name="round">The round that will be run in it, complete but for its data.</param>
    /// <param name="programs">The build under test.</param>
    /// <param name="capture">Takes all that goes over its lines; null keeps nothing.</param>
    /// <param name="observed">Whether its processes write traces and can be asked for health and metrics.</param>
    public static async Task<FaultyFederation> StartAsync(FaultScript script, RoundFile round, ProgramFolder programs, Capture? capture = null, bool observed = false)
    {
        AzuriteProcess azurite;
        try
        {
            azurite = await AzuriteProcess.StartAsync(new AzuriteOptions(), TestContext.Current.CancellationToken);
        }
        catch (AzuriteUnavailableException missing)
        {
            Assert.Skip(missing.Message);
            throw;
        }

        var federation = new FaultyFederation(script, round, azurite, programs, capture, observed);
        await federation.StartAsync(TestContext.Current.CancellationToken);
        return federation;
    }

    /// <summary>The folder of a client.</summary>
    public ClientFolder Client(string name) => ClientFolder.Open(ClientPath(name));

    /// <summary>Ends a process as the system ends one that runs out of memory. It is started again after a pause.</summary>
    /// <returns>False where it is not running now.</returns>
    public bool Kill(string name)
    {
        if (Processes.Single(process => process.Name == name).Id is not { } id)
        {
            return false;
        }

        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            process.Kill();
            return true;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Orders a round.</summary>
    public async Task<RoundId> OrderAsync(string id, CancellationToken cancellationToken, Func<RoundFile, RoundFile>? change = null)
    {
        RoundRequest order = RoundOrder.Make(
            change is null ? Round : change(Round), ModelFolder.Fingerprint(BuiltInSample.ModelFolder), id, null, [.. ClientNames.Select(name => new ClientId(name))], TimeProvider.System);
        await RoundOrder.SendAsync(Queue, new StartRound(StartRound.CurrentSchemaVersion, order), cancellationToken);
        return order.Round;
    }

    /// <summary>The lines that a process has logged.</summary>
    public string[] Log(string process)
    {
        using var stream = new FileStream(Path.Combine(LogFolder, $"{process}.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n');
    }

    public async ValueTask DisposeAsync()
    {
        await _group.DisposeAsync();
        Collector?.Dispose();
        await Queue.DisposeAsync();
        await _blobs.DisposeAsync();
        await _queues.DisposeAsync();
        if (_relay is not null)
        {
            await _relay.DisposeAsync();
        }

        await _azurite.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await Storage.CreateContainersAndQueuesAsync(cancellationToken);
        RunInputs inputs = PrivateRows.Inputs();
        var shares = new ClientShares(inputs, Round with { Task = Round.Task with { Labels = inputs.Labels } });
        await shares.WriteAsync(In("clients"), cancellationToken);
        var registry = new ClientRegistry(Documents, TimeProvider.System);
        foreach (string name in ClientNames)
        {
            var data = new DataSection(new DataSource(ClientShares.PrivateFile), new DataSource(ClientShares.TestFile));
            // Many rounds are run on one folder; what they cost together is not what is tested here.
            var settings = new ClientSettings(
                ClientSettings.CurrentSchemaVersion, new ClientId(name), data, [RoundOrder.TaskOf(Round)], inputs.Labels, new ClientPolicy(EpsilonPerRound: 20, EpsilonTotal: 1e4, shares.Records));
            ClientFolder.Create(ClientPath(name), settings);
            await registry.EnrolAsync(Enrolment.Of(Client(name), tasks: null, maximumEpsilon: null, maximumRows: null), replace: false, cancellationToken);
        }

        _group.Start(Processes);
        await Task.WhenAny(Task.WhenAll(Processes.Select(process => process.ReadyAsync(cancellationToken))), _group.Failed).Unwrap();
    }

    private ManagedProcess Process(string name, Func<ProcessStartInfo> command) => new(name, command, Ready(), Path.Combine(LogFolder, $"{name}.log"), TimeProvider.System);

    private string ClientPath(string name) => Path.Combine(In("clients"), name);

    private string In(string name) => Path.Combine(_folder.Path, name);

    [GeneratedRegex($"{OrchestratorCommand.ReadyLine}|{WorkerCommand.ReadyLine}|^listening on ")]
    private static partial Regex Ready();
}
