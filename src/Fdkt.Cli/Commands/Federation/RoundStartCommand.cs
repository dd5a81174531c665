using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Federation;
using Fdkt.Cli.Telemetry;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Telemetry;
using Fdkt.GpuJobs.Stages;

namespace Fdkt.Cli.Commands.Federation;

/// <summary><c>fdkt round start</c>: orders a round.</summary>
internal static class RoundStartCommand
{
    public static Command Create(CommandContext context)
    {
        var noFlags = new RoundFlags();
        Argument<string?> file = noFlags.FileArgument("The round file (docs/round-file.md). Its data section is not used: the data is with the clients. Left out: the built-in sample.");
        Option<RoundId?> id = IdFlag.One<RoundId>("--id", "ID", "Id of the round; the same id again is the same round. Default: task and time.");
        Option<TaskId?> task = IdFlag.One<TaskId>("--task", "NAME", "Task of the round. Default: the name in the round file.");
        Option<IReadOnlyList<ClientId>?> clients = IdFlag.Several<ClientId>("--clients", "A,B", "Clients that are asked. Default: all that are enrolled for the task.");
        Option<string?> model = Flag.Text("--model", "DIR", "Folder of the public model that all workers hold. Default: that of the federation file, else the one that ships with Fdkt.");
        var json = new Option<bool>("--json") { Description = "Print the order as one JSON object." };
        var command = new Command("start", "Order a round. It begins when the orchestrator takes the order up.") { file, id, task, clients, model, json };
        FederationAction.Set(command, context, async (result, connection, settings, cancellationToken) =>
        {
            RoundInput input = await RoundInput.ReadAsync(result.GetValue(file), noFlags, result, context.CurrentDirectory, cancellationToken).ConfigureAwait(false);
            foreach (string warning in input.Warnings.Select(warning => warning.ToString()))
            {
                await context.Error.WriteLineAsync($"warning: {warning}").ConfigureAwait(false);
            }

            foreach (string warning in RoundOrder.NotSent(input.Round))
            {
                await context.Error.WriteLineAsync($"warning: {warning}").ConfigureAwait(false);
            }

            string folder = Path.GetFullPath(result.GetValue(model) ?? settings.Model ?? BuiltInSample.ModelFolder, context.CurrentDirectory);
            using TelemetrySession telemetry = CommandTelemetry.Start(context, "round-start");
            using Activity span = RoundTrace.Start("order round", ActivityKind.Producer);
            RoundRequest request = RoundOrder.Make(
                OrderedRound.WithLabels(RoundOrder.WithEncoder(input.Round, input.BaseDirectory, cancellationToken)), ModelFolder.Fingerprint(folder), result.GetValue(id)?.Value, result.GetValue(task)?.Value, result.GetValue(clients), context.Clock);
            await RoundOrder.SendAsync(connection.Queue, new StartRound(StartRound.CurrentSchemaVersion, request), cancellationToken).ConfigureAwait(false);
            await context.Output.WriteLineAsync(result.GetValue(json)
                ? JsonSerializer.Serialize(request, FederationJsonContext.Default.RoundRequest)
                : $"Round {request.Round} of task {request.Task} is ordered. Follow it with: fdkt round watch {request.Round}").ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
