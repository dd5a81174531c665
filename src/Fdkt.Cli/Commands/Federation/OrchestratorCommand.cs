using System.CommandLine;
using Fdkt.Cli.Federation;
using Fdkt.GpuJobs.Stages;
using Fdkt.Orchestrator.Hosting;

namespace Fdkt.Cli.Commands.Federation;

/// <summary><c>fdkt orchestrator</c>: runs the rounds of a federation until it is stopped.</summary>
internal static class OrchestratorCommand
{
    /// <summary>What a supervisor waits for: the host logs it when it takes orders.</summary>
    public const string ReadyLine = "The orchestrator is ready";

    public static Command Create(CommandContext context)
    {
        Option<string?> schedule = Flag.Text("--schedule", "FILE", "Rounds at certain times (docs/federation.md).");
        Option<string?> model = Flag.Text("--model", "DIR", "Folder of the public model of scheduled rounds. Default: that of the federation file, else the one that ships with Fdkt.");
        Option<int?> healthPort = Service.HealthPort();
        var command = new Command("orchestrator", "Run the rounds of a federation. Ends on Ctrl-C or a request to terminate; goes on from its journals.") { schedule, model, healthPort };
        FederationAction.Set(command, context, async (result, connection, settings, cancellationToken) =>
        {
            var options = new OrchestratorOptions();
            if (result.GetValue(schedule) is { } path)
            {
                string folder = Path.GetFullPath(result.GetValue(model) ?? settings.Model ?? BuiltInSample.ModelFolder, context.CurrentDirectory);
                options = options with { Schedules = ScheduleFileReader.Read(path, context.CurrentDirectory, ModelFolder.Fingerprint(folder)) };
            }

            return await Service.RunAsync(
                context, connection, ("fdkt-orchestrator", "orchestrator"), result.GetValue(healthPort),
                (queue, loggers) =>
                {
                    var ports = new OrchestratorPorts(queue, connection.Artifacts, connection.Inbox, connection.Documents, connection.Journals);
                    return new OrchestratorService(ports, options, context.Clock, loggers).RunAsync(cancellationToken);
                },
                cancellationToken).ConfigureAwait(false);
        });
        return command;
    }
}
