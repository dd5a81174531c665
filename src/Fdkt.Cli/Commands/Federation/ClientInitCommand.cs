using System.CommandLine;
using System.Globalization;
using Fdkt.Cli.Errors;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Clients;

namespace Fdkt.Cli.Commands.Federation;

/// <summary><c>fdkt client init</c>: a data owner's folder with key, settings and policy.</summary>
internal static class ClientInitCommand
{
    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("DIR") { Description = "The client's folder; made where it is missing." };
        Option<ClientId?> client = IdFlag.One<ClientId>("--client", "NAME", "Name of the client.");
        Option<string?> train = Flag.Text("--train", "FILE", "The private rows; {seed} in the name stands for the repetition where each has rows of its own.");
        Option<string?> test = Flag.Text("--test", "FILE", "Rows to measure accuracy on; they stay here too. Left out: a fifth of the private rows.");
        Option<ColumnList?> text = Flag.Of("--text", "COL[,COL]", "Column(s) of the text, by name or by number from 1. Default: text.", "a list of columns", ColumnList.Parse);
        Option<ColumnReference?> label = Flag.Of<ColumnReference?>("--label", "COL", "Column of the label, by name or by number from 1. Default: label.", "a column", value => ColumnReference.Parse(value));
        Option<ColumnReference?> user = Flag.Of<ColumnReference?>("--user", "COL", "Column that says whose row it is. With --records-per-user, whole users are protected instead of records.", "a column", value => ColumnReference.Parse(value));
        Option<int?> perUser = Flag.Whole("--records-per-user", "K", "Most records of one user that are used; the first ones are kept. Goes with --user.");
        Option<IReadOnlyList<TaskId>?> tasks = IdFlag.Several<TaskId>("--tasks", "A,B", "Tasks that the client takes part in.");
        Option<double?> perRound = Flag.Number("--epsilon-per-round", "E", "Most that one round may cost. All its repetitions (seeds) are composed: five seeds at epsilon 8 cost more than 8.");
        Option<double?> total = Flag.Number("--epsilon-total", "E", "Most that everything ever released may cost, composed.");
        Option<double?> delta = Flag.Number("--delta", "D", "Largest delta, below one over the records. Default: the smaller of 1e-5 and records^-1.5.");
        var json = new Option<bool>("--json") { Description = "Print the client's name and key as one JSON object." };
        client.Required = train.Required = tasks.Required = perRound.Required = total.Required = true;
        var command = new Command("init", "Make a client's folder: its key, its settings and its policy.") { folder, client, train, test, text, label, user, perUser, tasks, perRound, total, delta, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            string? Full(string? path) => path is null || path.Contains("${", StringComparison.Ordinal) ? path : Path.GetFullPath(path, context.CurrentDirectory);
            var source = new DataSource(Full(result.GetValue(train)), Text: result.GetValue(text), Label: result.GetValue(label));
            var data = new DataSection(source, result.GetValue(test) is { } testFile ? new DataSource(Full(testFile)) : null, User: result.GetValue(user));
            var settings = new ClientSettings(
                ClientSettings.CurrentSchemaVersion, result.GetValue(client)!.Value, data, result.GetValue(tasks)!,
                new ClientPolicy(result.GetValue(perRound)!.Value, result.GetValue(total)!.Value, result.GetValue(delta), result.GetValue(perUser)));
            ClientFolder made = ClientFolder.Create(Path.GetFullPath(result.GetValue(folder)!, context.CurrentDirectory), settings);
            using ClientKey key = made.OpenKey();
            await context.Output.WriteLineAsync(result.GetValue(json) ? Json(made, key) : $"Client {settings.Client} is set up in {made.Path}. Its key is {key.KeyId}.{Environment.NewLine}{Rules(settings)}").ConfigureAwait(false);
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static string Rules(ClientSettings settings) => string.Create(
        CultureInfo.InvariantCulture,
        $"One round may cost {settings.Policy.EpsilonPerRound:g6} with all its repetitions composed, everything ever {settings.Policy.EpsilonTotal:g6}, for {PrivacyUnit.Of(settings.Policy.RecordsPerUser)}. A charge stays where its job fails.");

    private static string Json(ClientFolder folder, ClientKey key) => JsonLine.Of(writer =>
    {
        writer.WriteString("client", folder.Settings.Client.Value);
        writer.WriteString("keyId", key.KeyId);
        writer.WriteString("publicKey", key.PublicKey);
        writer.WriteString("folder", folder.Path);
    });
}
