using System.CommandLine;
using System.Text.Json;
using Fdkt.Cli.Federation;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Spectre.Console;

namespace Fdkt.Cli.Commands.Federation;

/// <summary><c>fdkt round watch</c>: follows a round to its end, which decides the exit code.</summary>
internal static class RoundWatchCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<RoundId> round = IdFlag.Argument<RoundId>("ID", "The round; it may be ordered and not begun.");
        var json = new Option<bool>("--json") { Description = "Print the status as one JSON object on a line of its own each time it changes." };
        var command = new Command("watch", "Follow a round to its end. Exit code: 0 completed, 10 quorum not met, 11 augmentation failed, 12 cancelled, 13 refused.") { round, json };
        FederationAction.Set(command, context, async (result, connection, _, cancellationToken) =>
        {
            IAsyncEnumerable<RoundStatus> statuses = new RoundDirectory(connection.Documents, context.Clock).FollowAsync(result.GetValue(round), cancellationToken);
            RoundStatus last = result.GetValue(json) || !context.IsTerminal
                ? await LinesAsync(context, statuses, result.GetValue(json)).ConfigureAwait(false)
                : await LiveAsync(context, statuses).ConfigureAwait(false);
            return RoundEnds.CodeOf(last.Phase);
        });
        return command;
    }

    private static async Task<RoundStatus> LinesAsync(CommandContext context, IAsyncEnumerable<RoundStatus> statuses, bool json)
    {
        RoundStatus? last = null;
        await foreach (RoundStatus status in statuses.ConfigureAwait(false))
        {
            string[] lines = json ? [JsonSerializer.Serialize(status, FederationJsonContext.Default.RoundStatus)] : [.. RoundView.Changes(last, status)];
            foreach (string line in lines)
            {
                await context.Output.WriteLineAsync(line).ConfigureAwait(false);
            }

            last = status;
        }

        return last!;
    }

    private static Task<RoundStatus> LiveAsync(CommandContext context, IAsyncEnumerable<RoundStatus> statuses) =>
        context.Console.Live(new Text("The round has not begun.")).StartAsync(async live =>
        {
            RoundStatus? last = null;
            await foreach (RoundStatus status in statuses.ConfigureAwait(false))
            {
                live.UpdateTarget(RoundView.Of(status, context.Clock.GetUtcNow()));
                last = status;
            }

            return last!;
        });
}
