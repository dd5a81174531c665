using System.CommandLine;
using System.Globalization;
using Fdkt.Cli.Federation;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Handlers;
using Fdkt.GpuJobs.Stages;
using Fdkt.GpuJobs.Worker;
using Fdkt.Learning.Native;
using Fdkt.ServerModels;
using Fdkt.ServerModels.Endpoint;
using Fdkt.ServerModels.Settings;
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
        var backend = new BackendFlags();
        var exitWhenIdle = new Option<bool>("--exit-when-idle") { Description = "End when no job has come for half a minute: for a host that starts a worker when its queue holds one." };
        Option<int?> patience = Flag.Of<int?>("--patience", "SECONDS", "How long the job at work may go on when the worker is asked to stop, before it is given back. Below the host's grace period. Default: 60.", "a number of seconds", Seconds);
        Option<int?> healthPort = Service.HealthPort();
        role.Required = true;
        var command = new Command("worker", "Do the jobs of a client or of the language model. Ends on Ctrl-C or a request to terminate; another one goes on with its job.") { role, client, model, work, exitWhenIdle, patience, healthPort };
        backend.AddTo(command);
        command.Validators.Add(result =>
        {
            string? named = result.GetResult(role) is { Tokens: [{ Value: var value }] } ? value : null;
            bool isClient = named == ClientRole;
            // Another role is reported as such.
            if (named is ClientRole or LanguageModelRole && isClient != (result.GetResult(client) is not null))
            {
                result.AddError(isClient ? "--role client needs --client DIR." : "--client DIR is for --role client.");
            }

            if (isClient && backend.Given(result) is { } flag)
            {
                result.AddError($"{flag} is for --role llm: no text of a client goes to such a model.");
            }
        });
        FederationAction.Set(command, context, async (result, connection, settings, cancellationToken) =>
        {
            string modelFolder = Path.GetFullPath(result.GetValue(model) ?? settings.Model ?? BuiltInSample.ModelFolder, context.CurrentDirectory);
            string? clientFolder = result.GetValue(client) is { } named ? Path.GetFullPath(named, context.CurrentDirectory) : null;
            string workFolder = Path.GetFullPath(result.GetValue(work) ?? Path.Combine("out", "llm"), context.CurrentDirectory);
            ModelFolder.Fingerprint(modelFolder); // Says so at once where there is no model.
            BackendSettings? languageModel = backend.Read(result, context.CurrentDirectory);
            ClientFolder? opened = clientFolder is null ? null : ClientFolder.Open(clientFolder);
            if (opened is not null)
            {
                ClientLedger.Check(opened); // A ledger that was lost or set back is said now, and not at the first job.
            }

            WorkerOptions options = Options with { StopWhenIdle = result.GetValue(exitWhenIdle), HasGpu = TensorPlace.IsGpu };
            options = result.GetValue(patience) is { } seconds ? options with { StopPatience = TimeSpan.FromSeconds(seconds) } : options;
            return await Service.RunAsync(
                context, connection, ("fdkt-worker", opened?.Settings.Client.Value ?? LanguageModelRole), result.GetValue(healthPort),
                (queue, loggers) =>
                {
                    var ports = new WorkerPorts(queue, connection.Artifacts, connection.Documents, connection.Inbox);
                    return opened is null
                        ? LanguageModelAsync(workFolder, modelFolder, languageModel, ports, options, context, loggers, cancellationToken)
                        : ClientAsync(opened, modelFolder, ports, options, context.Clock, loggers, cancellationToken);
                },
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

    private static async Task LanguageModelAsync(
        string workFolder, string modelFolder, BackendSettings? settings, WorkerPorts ports, WorkerOptions options, CommandContext context, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ILogger logger = loggers.CreateLogger<JobWorker>();
        using OperatorModels? models = settings is null ? null : new BackendFactory(new EndpointClients(context.Variable), context.Clock).Create(settings);
        using var model = WorkerModel.Load(modelFolder, models is null ? null : new LoggedBackend(models.Writer, logger), models?.Embedder);
        ServiceLog.LanguageModelStarts(logger, model.Fingerprint, models?.Writer.Name ?? "the public model");
        await WorkerFactory.LanguageModel(workFolder, model, ports, options, context.Clock, logger).RunAsync(cancellationToken).ConfigureAwait(false);
        ServiceLog.Stopped(logger);
    }

    private static int? Seconds(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static WorkerRole? ParseRole(string text) => text switch
    {
        ClientRole => WorkerRole.Client,
        LanguageModelRole => WorkerRole.Llm,
        _ => throw new FormatException(),
    };
}
