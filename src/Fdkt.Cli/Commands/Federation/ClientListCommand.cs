using System.CommandLine;
using System.Globalization;
using Fdkt.Cli.Errors;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Orchestrator.Registry;
using Spectre.Console;

namespace Fdkt.Cli.Commands.Federation;

/// <summary><c>fdkt client list</c>: who is enrolled.</summary>
internal static class ClientListCommand
{
    // As many digits of a key's id as tell keys apart at a look.
    private const int ShownDigits = 12;

    public static Command Create(CommandContext context)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON array." };
        var command = new Command("list", "List the enrolled and the revoked clients.") { json };
        FederationAction.Set(command, context, async (result, connection, _, cancellationToken) =>
        {
            List<ClientRegistration> clients = await new ClientRegistry(connection.Documents, context.Clock).ListAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
            if (result.GetValue(json))
            {
                await context.Output.WriteLineAsync(JsonArray.Of(clients, FederationJsonContext.Default.ClientRegistration)).ConfigureAwait(false);
                return ExitCode.Success;
            }

            Table table = Tables.Create("client", "key", "tasks", "max ε", "max rows", "enrolled", "revoked");
            foreach (ClientRegistration client in clients)
            {
                table.AddRow(
                    new Text(client.Client.Value), new Text(client.KeyId[..Math.Min(client.KeyId.Length, ShownDigits)]), new Text(string.Join(',', client.Tasks)),
                    new Text(client.MaximumEpsilon.ToString("0.##", CultureInfo.InvariantCulture)), new Text(client.MaximumRows.ToString(CultureInfo.InvariantCulture)),
                    new Text(Tables.Time(client.EnrolledAt)), new Text(client.RevokedAt is { } revoked ? Tables.Time(revoked) : string.Empty));
            }

            context.Console.Write(table);
            return ExitCode.Success;
        });
        return command;
    }
}
