using System.CommandLine;

namespace Fdkt.Cli.Commands.Federation;

/// <summary><c>fdkt round</c>: orders to the orchestrator, and where its rounds stand.</summary>
internal static class RoundCommandGroup
{
    public static Command Create(CommandContext context) => new("round", "Start, follow and cancel rounds of a federation.")
    {
        RoundStartCommand.Create(context),
        RoundStatusCommand.Create(context),
        RoundWatchCommand.Create(context),
        RoundCancelCommand.Create(context),
        RoundListCommand.Create(context),
    };
}
