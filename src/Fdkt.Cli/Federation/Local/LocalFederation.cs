using System.Text.Json;
using Fdkt.Cli.Commands;
using Fdkt.Cli.Processes;
using Fdkt.Learning.Files;

namespace Fdkt.Cli.Federation.Local;

/// <summary>A federation on one machine while it runs. Disposing it stops every process.</summary>
internal sealed class LocalFederation : IAsyncDisposable
{
    private readonly ProcessGroup _group = new();

    private LocalFederation(FederationSettings settings, FederationConnection connection) => (Settings, Connection) = (settings, connection);

    /// <summary>How other commands reach it.</summary>
    public FederationSettings Settings { get; }

    public FederationConnection Connection { get; }

    public IReadOnlyList<ManagedProcess> Processes => _group.Processes;

    /// <summary>Ends, with the fault, when a process cannot be kept alive; else never.</summary>
    public Task Failed => _group.Failed;

    /// <summary>Prepares a federation; <see cref="StartAsync"/> starts it.</summary>
    /// <param name="processes">Its processes.</param>
    /// <param name="model">Folder of the public model.</param>
    /// <param name="context">From outside.</param>
    public static LocalFederation Of(LocalProcesses processes, string model, CommandContext context)
    {
        var settings = new FederationSettings(FederationSettings.CurrentSchemaVersion, processes.ServiceBus, processes.StorageAddress, model);
        return new LocalFederation(settings, context.Connect(settings, context));
    }

    /// <summary>Starts storage and broker, lets clients enrol, and starts orchestrator and workers. Returns when all are ready.</summary>
    /// <param name="processes">The processes.</param>
    /// <param name="folder">Where they keep their things.</param>
    /// <param name="clients">Names of the clients.</param>
    /// <param name="enrol">Enrols the clients, once the registry is there.</param>
    /// <param name="progress">Told what takes long.</param>
    /// <param name="context">From outside.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task StartAsync(
        LocalProcesses processes, LocalFolder folder, IReadOnlyList<string> clients, Func<CancellationToken, Task> enrol, Action<string> progress, CommandContext context, CancellationToken cancellationToken)
    {
        await StartAllAsync(await processes.InfrastructureAsync(progress, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        await ConnectionFactory.Account(StorageAddress.Parse(Settings.Storage!, context.CurrentDirectory), () => FederationCredential.Create(context.Variable)).CreateContainersAndQueuesAsync(cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(folder.SettingsFile, JsonSerializer.Serialize(Settings, FederationFileContext.Default.FederationSettings), cancellationToken).ConfigureAwait(false);
        await enrol(cancellationToken).ConfigureAwait(false);
        await StartAllAsync(processes.Workers(clients), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync().ConfigureAwait(false);
        await _group.DisposeAsync().ConfigureAwait(false);
    }

    private async Task StartAllAsync(IReadOnlyList<ManagedProcess> processes, CancellationToken cancellationToken)
    {
        _group.Start(processes);
        await Task.WhenAll(processes.Select(process => process.ReadyAsync(cancellationToken))).ConfigureAwait(false);
    }
}
