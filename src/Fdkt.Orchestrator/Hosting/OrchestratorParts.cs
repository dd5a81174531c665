using Fdkt.Contracts.Federation;
using Fdkt.Orchestrator.Activities;
using Fdkt.Orchestrator.Commands;
using Fdkt.Orchestrator.Facts;
using Fdkt.Orchestrator.Inbox;
using Fdkt.Orchestrator.Messaging;
using Fdkt.Orchestrator.Registry;
using Fdkt.Orchestrator.Rounds;
using Fdkt.Orchestrator.Runner;
using Fdkt.Orchestrator.Schedules;
using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Hosting;

/// <summary>The parts of an orchestrator, put together.</summary>
internal sealed class OrchestratorParts : IAsyncDisposable
{
    private readonly UploadAcceptance _acceptance;

    /// <summary>Puts the parts together.</summary>
    /// <param name="ports">What they work with.</param>
    /// <param name="options">How they behave.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Makes loggers.</param>
    public OrchestratorParts(OrchestratorPorts ports, OrchestratorOptions options, TimeProvider time, ILoggerFactory loggers)
        : this(ports, options, time, loggers, activities => new RoundHost(ports.Journals, ports.Documents, activities, time, loggers))
    {
    }

    /// <summary>Puts the parts together around another host of rounds.</summary>
    /// <param name="ports">What they work with.</param>
    /// <param name="options">How they behave.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Makes loggers.</param>
    /// <param name="host">Makes the host of rounds.</param>
    public OrchestratorParts(OrchestratorPorts ports, OrchestratorOptions options, TimeProvider time, ILoggerFactory loggers, Func<ActivityTable, IRoundHost> host)
    {
        var rounds = new RoundDirectory(ports.Documents);
        var clients = new ClientDirectory(ports.Documents);
        var held = new HeldUploads(clients, ports.Documents, ports.Artifacts);
        _acceptance = new UploadAcceptance(clients, rounds, ports.Documents, ports.Artifacts, options.UploadLimits, time);
        var ledgers = new ClientLedgers(ports.Documents);
        var intake = new UploadIntake(_acceptance, ledgers, held, ports.Documents, ports.Artifacts);
        var progress = new ProgressBoard(time);
        Activities = Table(
            rounds,
            new PlanActivity(rounds, clients),
            new PushActivities(rounds, held, intake),
            new JobActivities(rounds, ledgers, ports.Jobs, ports.Documents, intake, progress),
            new DocumentActivities(ports.Documents, rounds));
        Host = host(Activities);
        Starter = new RoundStarter(ports.Documents, rounds, Host, time, loggers.CreateLogger<RoundStarter>());
        var router = new UploadRouter(Host, rounds, held);
        Inbox = new InboxPump(ports.Inbox, intake, router, options, time, loggers.CreateLogger<InboxPump>());
        var facts = new FactHandler(Host, rounds, intake, router, ports.Artifacts, progress);
        Facts = new QueuePump(ports.Jobs, FederationQueues.JobResults, facts.HandleAsync, options, time, loggers.CreateLogger<FactHandler>());
        var commands = new CommandHandler(Starter, Host, rounds);
        Commands = new QueuePump(ports.Jobs, FederationQueues.RoundCommands, commands.HandleAsync, options, time, loggers.CreateLogger<CommandHandler>());
        Progress = new ProgressWriter(progress, Host, ports.Documents, options, time, loggers.CreateLogger<ProgressWriter>());
        Schedules = [.. options.Schedules.Select(schedule => new ScheduleRunner(schedule, Starter, ports.Documents, options, time, loggers.CreateLogger<ScheduleRunner>()))];
    }

    /// <summary>The code of the activities.</summary>
    public ActivityTable Activities { get; }

    /// <summary>The rounds that run here.</summary>
    public IRoundHost Host { get; }

    /// <summary>Starts rounds.</summary>
    public RoundStarter Starter { get; }

    /// <summary>Reads uploads.</summary>
    public InboxPump Inbox { get; }

    /// <summary>Reads facts of jobs.</summary>
    public QueuePump Facts { get; }

    /// <summary>Reads orders.</summary>
    public QueuePump Commands { get; }

    /// <summary>Writes progress.</summary>
    public ProgressWriter Progress { get; }

    /// <summary>Start rounds at certain times.</summary>
    public IReadOnlyList<ScheduleRunner> Schedules { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Host is IAsyncDisposable host)
        {
            await host.DisposeAsync().ConfigureAwait(false);
        }

        _acceptance.Dispose();
    }

    private static ActivityTable Table(RoundDirectory rounds, PlanActivity plan, PushActivities pushes, JobActivities jobs, DocumentActivities documents) => new ActivityTable(rounds.TraceOfAsync)
        .Add(RoundActivities.Plan, plan.RunAsync)
        .Add(RoundActivities.FindPushes, pushes.FindAsync)
        .Add(RoundActivities.TakePushes, pushes.TakeAsync)
        .Add(RoundActivities.KeepLate, pushes.KeepLateAsync)
        .Add(RoundActivities.SendJobs, jobs.SendAsync)
        .Add(RoundActivities.RecoverJobs, jobs.RecoverAsync)
        .Add(RoundActivities.StoreDemos, documents.StoreDemosAsync)
        .Add(RoundActivities.WriteStatus, documents.WriteStatusAsync)
        .Add(RoundActivities.WriteOutcome, documents.WriteOutcomeAsync);
}
