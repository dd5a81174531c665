using System.CommandLine;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Federation;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Spectre.Console;

namespace Fdkt.Cli.Commands.Federation;

/// <summary><c>fdkt round list</c>: all rounds.</summary>
internal static class RoundListCommand
{
    public static Command Create(CommandContext context)
    {
        Option<TaskId?> task = IdFlag.One<TaskId>("--task", "NAME", "Rounds of this task only.");
        var json = new Option<bool>("--json") { Description = "Print one JSON array." };
        var command = new Command("list", "List the rounds, the latest first.") { task, json };
        FederationAction.Set(command, context, async (result, connection, _, cancellationToken) =>
        {
            IReadOnlyList<RoundStatus> all = await new RoundDirectory(connection.Documents, context.Clock).ListAsync(cancellationToken).ConfigureAwait(false);
            RoundStatus[] rounds = [.. all.Where(status => result.GetValue(task) is not { } wanted || status.Task == wanted)];
            if (result.GetValue(json))
            {
                await context.Output.WriteLineAsync(JsonArray.Of(rounds, FederationJsonContext.Default.RoundStatus)).ConfigureAwait(false);
                return ExitCode.Success;
            }

            Table table = Tables.Create("round", "task", "phase", "clients", "began");
            foreach (RoundStatus status in rounds)
            {
                int clients = status.Clients.Select(client => client.Client).Distinct().Count();
                table.AddRow(new Text(status.Round.Value), new Text(status.Task.Value), new Text(RoundView.Phase(status)), new Text($"{clients}"), new Text(Tables.Time(status.StartedAt)));
            }

            context.Console.Write(table);
            return ExitCode.Success;
        });
        return command;
    }
}
