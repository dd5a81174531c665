using System.CommandLine;
using System.Text.Json;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Federation;
using Fdkt.Cli.Files;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Json;
using Fdkt.GpuJobs.Clients;

namespace Fdkt.Cli.Commands.Federation;

/// <summary><c>fdkt push</c>: demonstrations that a tool of the client's own made.</summary>
internal static class PushCommand
{
    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The demonstrations: CSV or JSON Lines with the columns text and label, packed with gzip or not." };
        Option<string?> client = Flag.Text("--client", "DIR", "The client's folder.");
        Option<TaskId?> task = IdFlag.One<TaskId>("--task", "NAME", "The task they are for.");
        Option<string?> statement = Flag.Text("--statement", "FILE", "What they cost (docs/federation.md).");
        var json = new Option<bool>("--json") { Description = "Print the announcement as one JSON object." };
        client.Required = task.Required = statement.Required = true;
        var command = new Command("push", "Charge, sign and send demonstrations of one's own making. The next round of the task takes them.") { file, client, task, statement, json };
        FederationAction.Set(command, context, async (result, connection, _, cancellationToken) =>
        {
            string statementFile = result.GetValue(statement)!;
            ClientFolder folder = ClientFolder.Open(Path.GetFullPath(result.GetValue(client)!, context.CurrentDirectory));
            PushStatement cost = PushStatement.Read(UserFile.Read(statementFile, context.CurrentDirectory, PushStatement.LargestBytes, "statement", "Check the path."), statementFile);
            IReadOnlyList<LabelledText> rows = await PushFile.ReadAsync(result.GetValue(file)!, context.CurrentDirectory, ArtifactLimits.Default, cancellationToken).ConfigureAwait(false);
            DemoUpload upload = await new DemoPush(connection, folder, context.Clock).SendAsync(rows, cost, result.GetValue(task)!.Value, cancellationToken).ConfigureAwait(false);
            await context.Output.WriteLineAsync(result.GetValue(json)
                ? JsonSerializer.Serialize(upload, FederationJsonContext.Default.DemoUpload)
                : FormattableString.Invariant($"{rows.Count} demonstrations of client {upload.Client} for task {upload.Task} are sent, at ε {cost.Epsilon:g4}, δ {cost.Delta:g3}. They are charged to {folder.LedgerPath}."))
                .ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
