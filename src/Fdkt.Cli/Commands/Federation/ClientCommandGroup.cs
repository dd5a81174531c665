using System.CommandLine;

namespace Fdkt.Cli.Commands.Federation;

/// <summary><c>fdkt client</c>: a data owner's folder, and the registry of the federation.</summary>
internal static class ClientCommandGroup
{
    public static Command Create(CommandContext context) => new("client", "Make a client's folder; enrol, revoke and list clients.")
    {
        ClientInitCommand.Create(context),
        ClientEnrolCommand.Create(context),
        ClientRevokeCommand.Create(context),
        ClientListCommand.Create(context),
        ClientLedgerCommand.Create(context),
    };
}
