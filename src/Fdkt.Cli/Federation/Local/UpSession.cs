using System.Diagnostics;
using Fdkt.Cli.Commands;
using Fdkt.Cli.Telemetry;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Telemetry;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Stages;
using Fdkt.Orchestrator.Registry;

namespace Fdkt.Cli.Federation.Local;

/// <summary>One <c>fdkt up</c>: prepares a round, starts the federation, runs the round in it and reports.</summary>
/// <param name="request">What is asked for.</param>
/// <param name="context">From outside.</param>
/// <param name="folder">Where the federation keeps its things.</param>
internal sealed class UpSession(UpRequest request, CommandContext context, LocalFolder folder) : IAsyncDisposable
{
    private LocalFederation? _federation;
    private PreparedRound? _round;
    private LocalClients? _clients;
    private string? _trace;

    /// <summary>What there is to show.</summary>
    public FederationSnapshot Snapshot => field ??= new FederationSnapshot(() => _federation?.Processes ?? []);

    /// <summary>The round, once it is prepared.</summary>
    public PreparedRound Round => _round ?? throw new InvalidOperationException("The round is not prepared yet.");

    private LocalClients Clients => _clients ?? throw new InvalidOperationException("The round is not prepared yet.");

    /// <summary>Ends, with the fault, when a process cannot be kept alive; else never.</summary>
    public Task Failed => _federation?.Failed ?? Task.CompletedTask;

    /// <summary>Reads the rows, finds or makes the model, and gives each client its folder.</summary>
    public async Task PrepareAsync(IRunProgress progress, CancellationToken cancellationToken)
    {
        if (request.Round.Augmentation.Embedder is not null)
        {
            progress.Warn(RoundOrder.EmbedderNotSent);
        }

        // Before anything is trained, so that a checkpoint that cannot be used is said at once.
        StudentTrainers.Of(request.Round.Training, request.BaseDirectory);
        _round = await PreparedRound.MakeAsync(request, folder.Model, progress, cancellationToken).ConfigureAwait(false);
        _clients = new LocalClients(folder, _round, request.BaseDirectory);
        await _clients.MakeAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts the federation and runs the round to its end.</summary>
    /// <param name="progress">Told what takes long.</param>
    /// <param name="cancellationToken">Stops; <see cref="DisposeAsync"/> ends the processes.</param>
    /// <returns>How the round ended, and its report where it completed.</returns>
    public async Task<(RoundStatus End, RunReport? Report)> RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        long began = context.Clock.GetTimestamp();
        var processes = new LocalProcesses(folder, request.LanguageModel, request.ServiceBus, context.Clock, TelemetryOptions.Read(context.Variable, healthPort: null).HealthPort);
        _federation = LocalFederation.Of(processes, Round.ModelFolder, context);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<RoundStatus> running = RoundAsync(_federation, processes, progress, stop.Token);
        if (await Task.WhenAny(running, _federation.Failed).ConfigureAwait(false) != running)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _federation.Failed.ConfigureAwait(false);
        }

        RoundStatus end = await running.ConfigureAwait(false);
        using Activity span = RoundTrace.Start("report", ActivityKind.Internal, _trace);
        span.SetTag(RoundTrace.RoundTag, end.Round.Value);
        RunReport? report = end.Phase == RoundPhase.Completed
            ? await new FederationReport(_federation.Connection, folder, Round, Clients.Names).BuildAsync(end.Round, context.Clock.GetElapsedTime(began), cancellationToken).ConfigureAwait(false)
            : null;
        return (end, report);
    }

    public async ValueTask DisposeAsync()
    {
        if (_federation is not null)
        {
            await _federation.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<RoundStatus> RoundAsync(LocalFederation federation, LocalProcesses processes, Action<string> progress, CancellationToken cancellationToken)
    {
        LocalClients clients = Clients;
        var registry = new ClientRegistry(federation.Connection.Documents, context.Clock);
        await federation.StartAsync(processes, folder, clients.Names, stop => clients.EnrolAsync(registry, stop), progress, context, cancellationToken).ConfigureAwait(false);
        var rounds = new RoundDirectory(federation.Connection.Documents, context.Clock);
        RoundId round = await UnfinishedAsync(rounds, cancellationToken).ConfigureAwait(false) ?? await OrderAsync(federation, clients, cancellationToken).ConfigureAwait(false);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task shown = rounds.ShowProgressAsync(round, jobs => Snapshot.Progress = jobs, over.Token);
        RoundStatus? last = null;
        try
        {
            await foreach (RoundStatus status in rounds.FollowAsync(round, cancellationToken).ConfigureAwait(false))
            {
                last = Snapshot.Round = status;
            }
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await shown.ConfigureAwait(false);
            Snapshot.Progress = null;
        }

        return last!;
    }

    /// <summary>A round that was running when this federation last stopped: the orchestrator goes on with it.</summary>
    private static async Task<RoundId?> UnfinishedAsync(RoundDirectory rounds, CancellationToken cancellationToken) =>
        (await rounds.ListAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(status => !RoundEnds.IsEnd(status.Phase))?.Round;

    private async Task<RoundId> OrderAsync(LocalFederation federation, LocalClients clients, CancellationToken cancellationToken)
    {
        using Activity span = RoundTrace.Start("order round", ActivityKind.Producer);
        RoundRequest order = RoundOrder.Make(
            Round.Round, ModelFolder.Fingerprint(Round.ModelFolder), null, null, [.. clients.Names.Select(name => new ClientId(name))], context.Clock);
        await RoundOrder.SendAsync(federation.Connection.Queue, new StartRound(StartRound.CurrentSchemaVersion, order), cancellationToken).ConfigureAwait(false);
        span.SetTag(RoundTrace.RoundTag, order.Round.Value);
        _trace = order.TraceParent;
        return order.Round;
    }
}
