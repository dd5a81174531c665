using System.CommandLine;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Federation;

namespace Fdkt.Cli.Commands.Federation;

/// <summary>Commands that need a federation: they share the flags that say where it is, and leave its connections closed.</summary>
internal static class FederationAction
{
    /// <summary>Sets what a command does.</summary>
    /// <param name="command">The command; gets the connection flags.</param>
    /// <param name="context">From outside.</param>
    /// <param name="action">What it does.</param>
    public static void Set(Command command, CommandContext context, Func<ParseResult, FederationConnection, FederationSettings, CancellationToken, Task<ExitCode>> action)
    {
        var flags = new ConnectionFlags();
        flags.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            FederationSettings settings = flags.Read(result, context);
            FederationConnection connection = context.Connect(settings, context);
            await using (connection.ConfigureAwait(false))
            {
                return (int)await action(result, connection, settings, cancellationToken).ConfigureAwait(false);
            }
        });
    }
}
