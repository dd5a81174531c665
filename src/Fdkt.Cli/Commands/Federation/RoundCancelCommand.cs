using System.CommandLine;
using System.Text.Json;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Federation;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;

namespace Fdkt.Cli.Commands.Federation;

/// <summary><c>fdkt round cancel</c>: ends a round before its time.</summary>
internal static class RoundCancelCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<RoundId> round = IdFlag.Argument<RoundId>("ID", "The round.");
        var json = new Option<bool>("--json") { Description = "Print the status that the round had, as one JSON object." };
        var command = new Command("cancel", "Ask the orchestrator to end a round. Jobs that are out run into their deadline and are ignored.") { round, json };
        FederationAction.Set(command, context, async (result, connection, _, cancellationToken) =>
        {
            RoundId id = result.GetValue(round);
            RoundStatus status = await new RoundDirectory(connection.Documents, context.Clock).StatusAsync(id, cancellationToken).ConfigureAwait(false) ?? throw RoundDirectory.Unknown(id);
            bool ended = RoundEnds.IsEnd(status.Phase);
            if (!ended)
            {
                await RoundOrder.SendAsync(connection.Queue, new CancelRound(CancelRound.CurrentSchemaVersion, id), cancellationToken).ConfigureAwait(false);
            }

            await context.Output.WriteLineAsync(result.GetValue(json)
                ? JsonSerializer.Serialize(status, FederationJsonContext.Default.RoundStatus)
                : ended ? $"Round {id} has ended already: {RoundView.Phase(status)}." : $"Round {id} is asked to end.").ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
