using System.CommandLine;
using System.Text.Json;
using Fdkt.Cli.Errors;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Ledgers;
using Fdkt.Orchestrator.Registry;

namespace Fdkt.Cli.Commands.Federation;

/// <summary><c>fdkt client ledger</c>: what the federation remembers of a client's privacy ledger, for a data owner who lost it.</summary>
internal static class ClientLedgerCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<ClientId> name = IdFlag.Argument<ClientId>("NAME", "The client.");
        var command = new Command("ledger", "Print what the federation remembers of a client's ledger, as one JSON object: the file for 'fdkt ledger recover --known'.") { name };
        FederationAction.Set(command, context, async (result, connection, _, cancellationToken) =>
        {
            ClientLedgerHead known = await new ClientLedgers(connection.Documents).FindAsync(result.GetValue(name), cancellationToken).ConfigureAwait(false)
                ?? throw new UserErrorException(ExitCode.InvalidInput, $"{result.GetValue(name)}: the federation has seen no ledger of this client", "Check the name with 'fdkt client list'; releases of earlier versions say nothing of the ledger.");
            await context.Output.WriteLineAsync(JsonSerializer.Serialize(known, FederationJsonContext.Default.ClientLedgerHead)).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
