using System.CommandLine;
using System.Text.Json;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Federation;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;

namespace Fdkt.Cli.Commands.Federation;

/// <summary><c>fdkt round status</c>: where one round stands.</summary>
internal static class RoundStatusCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<RoundId> round = IdFlag.Argument<RoundId>("ID", "The round.");
        var json = new Option<bool>("--json") { Description = "Print the status as one JSON object." };
        var command = new Command("status", "Print where a round stands.") { round, json };
        FederationAction.Set(command, context, async (result, connection, _, cancellationToken) =>
        {
            RoundId id = result.GetValue(round);
            var rounds = new RoundDirectory(connection.Documents, context.Clock);
            RoundStatus status = await rounds.StatusAsync(id, cancellationToken).ConfigureAwait(false) ?? throw RoundDirectory.Unknown(id);
            if (result.GetValue(json))
            {
                await context.Output.WriteLineAsync(JsonSerializer.Serialize(status, FederationJsonContext.Default.RoundStatus)).ConfigureAwait(false);
            }
            else
            {
                context.Console.Write(RoundView.Of(status, await rounds.ProgressAsync(id, cancellationToken).ConfigureAwait(false), context.Clock.GetUtcNow()));
            }

            return ExitCode.Success;
        });
        return command;
    }
}
