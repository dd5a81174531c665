using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Federation;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.GpuJobs.Clients;
using Fdkt.Orchestrator.Registry;

namespace Fdkt.Cli.Commands.Federation;

/// <summary><c>fdkt client enrol</c>: puts a client's key, tasks and limits into the registry.</summary>
internal static class ClientEnrolCommand
{
    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("DIR") { Description = "The client's folder." };
        Option<IReadOnlyList<TaskId>?> tasks = IdFlag.Several<TaskId>("--tasks", "A,B", "Tasks the client is enrolled for. Default: those of its settings.");
        Option<double?> epsilon = Flag.Of<double?>("--maximum-epsilon", "E", "Largest epsilon that is accepted in one release. Default: what its policy allows in a round.", "a number above 0", Positive);
        Option<int?> rows = Flag.Of<int?>("--maximum-rows", "N", "Most demonstrations that are accepted in one release. Default: 200000.", "a whole number of at least 1", AtLeastOne);
        var replace = new Option<bool>("--replace") { Description = "Replace another key of this name, and end a revocation." };
        var json = new Option<bool>("--json") { Description = "Print the enrolment as one JSON object." };
        var command = new Command("enrol", "Put a client's public key, tasks and limits into the registry, or bring them up to date.") { folder, tasks, epsilon, rows, replace, json };
        FederationAction.Set(command, context, async (result, connection, _, cancellationToken) =>
        {
            ClientFolder client = ClientFolder.Open(Path.GetFullPath(result.GetValue(folder)!, context.CurrentDirectory));
            ClientRegistration wanted = Enrolment.Of(client, result.GetValue(tasks), result.GetValue(epsilon), result.GetValue(rows));
            ClientRegistration stored = await new ClientRegistry(connection.Documents, context.Clock).EnrolAsync(wanted, result.GetValue(replace), cancellationToken).ConfigureAwait(false);
            await context.Output.WriteLineAsync(result.GetValue(json) ? JsonSerializer.Serialize(stored, FederationJsonContext.Default.ClientRegistration) : Words(stored)).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }

    private static string Words(ClientRegistration stored) => string.Create(
        CultureInfo.InvariantCulture,
        $"Client {stored.Client} is enrolled for {string.Join(", ", stored.Tasks)}: at most ε {stored.MaximumEpsilon:0.###} and {stored.MaximumRows} rows in one release.");

    private static double? Positive(string text) =>
        double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) is var value && value > 0 && double.IsFinite(value) ? value : throw new FormatException();

    private static int? AtLeastOne(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) is > 0 and var value ? value : throw new FormatException();
}
