using System.CommandLine;
using System.Text.Json;
using Fdkt.Cli.Errors;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Orchestrator.Registry;

namespace Fdkt.Cli.Commands.Federation;

/// <summary><c>fdkt client revoke</c>: ends an enrolment before the next upload is accepted.</summary>
internal static class ClientRevokeCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<ClientId> name = IdFlag.Argument<ClientId>("NAME", "The client.");
        var json = new Option<bool>("--json") { Description = "Print the enrolment as one JSON object." };
        var command = new Command("revoke", "End a client's enrolment: nothing more is accepted of it.") { name, json };
        FederationAction.Set(command, context, async (result, connection, _, cancellationToken) =>
        {
            ClientRegistration registration = await new ClientRegistry(connection.Documents, context.Clock).RevokeAsync(result.GetValue(name), cancellationToken).ConfigureAwait(false);
            await context.Output.WriteLineAsync(result.GetValue(json)
                ? JsonSerializer.Serialize(registration, FederationJsonContext.Default.ClientRegistration)
                : $"Client {registration.Client} is revoked since {Tables.Time(registration.RevokedAt!.Value)}.").ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
