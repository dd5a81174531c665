using System.CommandLine;
using Fdkt.Cli.Federation;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Handlers;
using Fdkt.GpuJobs.Stages;
using Fdkt.GpuJobs.Worker;
using Fdkt.Transport.Processes;
using Microsoft.Extensions.Logging;

namespace Fdkt.Cli.Commands.Federation;

/// <summary><c>fdkt worker</c>: does the jobs of a client, or of the server's language model, until it is stopped.</summary>
internal static class WorkerCommand
{
    /// <summary>What a supervisor waits for: the worker logs it when it takes jobs.</summary>
    public const string ReadyLine = "Waiting for jobs on";

    private const string ClientRole = "client";
    private const string LanguageModelRole = "llm";

    // A supervisor kills what does not stop; a job that is given back before that is done again sooner.
    private static readonly TimeSpan SupervisedPatience = TimeSpan.FromSeconds(5);

    // Somebody looks at the screen, and the broker is on this machine.
    private static readonly TimeSpan SupervisedHeartbeat = TimeSpan.FromSeconds(3);

    public static Command Create(CommandContext context)
    {
        Option<WorkerRole?> role = Flag.Of<WorkerRole?>("--role", "ROLE", "client: synthesis and training beside the private rows. llm: augmentation.", "client or llm", ParseRole);
        Option<string?> client = Flag.Text("--client", "DIR", "The client's folder, for role client.");
        Option<string?> model = Flag.Text("--model", "DIR", "Folder of the public model. Default: that of the federation file, else the one that ships with Fdkt.");
        Option<string?> work = Flag.Text("--work", "DIR", "Folder for written text until its round is over, for role llm. Default: out/llm.");
        var exitWhenIdle = new Option<bool>("--exit-when-idle") { Description = "End when no job has come for half a minute: for a host that starts a worker when its queue holds one." };
        role.Required = true;
        var command = new Command("worker", "Do the jobs of a client or of the language model. Ends on Ctrl-C or a request to terminate; another one goes on with its job.") { role, client, model, work, exitWhenIdle };
        command.Validators.Add(result =>
        {
            string? named = result.GetResult(role) is { Tokens: [{ Value: var value }] } ? value : null;
            bool isClient = named == ClientRole;
            // Another role is reported as such.
            if (named is ClientRole or LanguageModelRole && isClient != (result.GetResult(client) is not null))
            {
                result.AddError(isClient ? "--role client needs --client DIR." : "--client DIR is for --role client.");
            }
        });
        FederationAction.Set(command, context, async (result, connection, settings, cancellationToken) =>
        {
            string modelFolder = Path.GetFullPath(result.GetValue(model) ?? settings.Model ?? BuiltInSample.ModelFolder, context.CurrentDirectory);
            string? clientFolder = result.GetValue(client) is { } named ? Path.GetFullPath(named, context.CurrentDirectory) : null;
            string workFolder = Path.GetFullPath(result.GetValue(work) ?? Path.Combine("out", "llm"), context.CurrentDirectory);
            ModelFolder.Fingerprint(modelFolder); // Says so at once where there is no model.
            WorkerOptions options = Options with { StopWhenIdle = result.GetValue(exitWhenIdle) };
            var ports = new WorkerPorts(connection.Queue, connection.Artifacts, connection.Documents, connection.Inbox);
            return await Service.RunAsync(
                context,
                loggers => clientFolder is null
                    ? LanguageModelAsync(workFolder, modelFolder, ports, options, context.Clock, loggers, cancellationToken)
                    : ClientAsync(ClientFolder.Open(clientFolder), modelFolder, ports, options, context.Clock, loggers, cancellationToken),
                cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static WorkerOptions Options => SupervisorPipe.IsSupervised ? new WorkerOptions { StopPatience = SupervisedPatience, Heartbeat = SupervisedHeartbeat } : new WorkerOptions();

    private static async Task ClientAsync(ClientFolder folder, string modelFolder, WorkerPorts ports, WorkerOptions options, TimeProvider clock, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ILogger logger = loggers.CreateLogger<JobWorker>();
        using ClientKey key = folder.OpenKey();
        using var model = WorkerModel.Load(modelFolder);
        ServiceLog.ClientStarts(logger, folder.Settings.Client, model.Fingerprint);
        await WorkerFactory.Client(folder, key, model, ports, options, clock, logger).RunAsync(cancellationToken).ConfigureAwait(false);
        ServiceLog.Stopped(logger);
    }

    private static async Task LanguageModelAsync(string workFolder, string modelFolder, WorkerPorts ports, WorkerOptions options, TimeProvider clock, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ILogger logger = loggers.CreateLogger<JobWorker>();
        using var model = WorkerModel.Load(modelFolder);
        ServiceLog.LanguageModelStarts(logger, model.Fingerprint);
        await WorkerFactory.LanguageModel(workFolder, model, ports, options, clock, logger).RunAsync(cancellationToken).ConfigureAwait(false);
        ServiceLog.Stopped(logger);
    }

    private static WorkerRole? ParseRole(string text) => text switch
    {
        ClientRole => WorkerRole.Client,
        LanguageModelRole => WorkerRole.Llm,
        _ => throw new FormatException(),
    };
}
