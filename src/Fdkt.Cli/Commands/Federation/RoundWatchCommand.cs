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
            var rounds = new RoundDirectory(connection.Documents, context.Clock);
            RoundId id = result.GetValue(round);
            RoundStatus last = result.GetValue(json) || !context.IsTerminal
                ? await LinesAsync(context, rounds.FollowAsync(id, cancellationToken), result.GetValue(json)).ConfigureAwait(false)
                : await LiveAsync(context, rounds, id, cancellationToken).ConfigureAwait(false);
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

    private static Task<RoundStatus> LiveAsync(CommandContext context, RoundDirectory rounds, RoundId round, CancellationToken cancellationToken) =>
        context.Console.Live(new Text("The round has not begun.")).StartAsync(async live =>
        {
            RoundStatus? last = null;
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task progress = rounds.ShowProgressAsync(
                round, jobs => live.UpdateTarget(last is null ? new Text("The round has not begun.") : RoundView.Of(last, jobs, context.Clock.GetUtcNow())), over.Token);
            try
            {
                await foreach (RoundStatus status in rounds.FollowAsync(round, cancellationToken).ConfigureAwait(false))
                {
                    last = status;
                }
            }
            finally
            {
                await over.CancelAsync().ConfigureAwait(false);
                await progress.ConfigureAwait(false);
            }

            live.UpdateTarget(RoundView.Of(last!, null, context.Clock.GetUtcNow()));
            return last!;
        });
}
