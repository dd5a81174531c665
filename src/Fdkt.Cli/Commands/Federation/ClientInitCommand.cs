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
        Option<int?> perUser = Flag.Whole("--records-per-user", "K", "Most records of one user that are used; which, a secret coin decides. Goes with --user.");
        Option<IReadOnlyList<TaskId>?> tasks = IdFlag.Several<TaskId>("--tasks", "A,B", "Tasks that the client takes part in.");
        Option<double?> perRound = Flag.Number("--epsilon-per-round", "E", "Most that one round may cost. All its repetitions (seeds) are composed: five seeds at epsilon 8 cost more than 8.");
        Option<double?> total = Flag.Number("--epsilon-total", "E", "Most that everything ever released may cost, composed.");
        Option<double?> delta = Flag.Number("--delta", "D", "Largest delta, below one over the records. Default: the smaller of 1e-5 and records^-1.5.");
        Option<IReadOnlyList<string>?> labels = Flag.Of<IReadOnlyList<string>>("--labels", "A,B", "Labels that the rows may have; rows of others are read by nothing. Becomes public. Default: those of the file.", "a list of labels", Labels);
        Option<int?> records = Flag.Whole("--records", "N", "Number of private records to declare, or about it. Becomes public, and stands for the real number everywhere. Default: that of the file, rounded down.");
        var noHeader = new Option<bool>("--no-header") { Description = "The first line of the CSV files is data. Default: found out now, and settled." };
        var noFilter = new Option<bool>("--no-client-filter") { Description = "Keep received texts whose class the client's own classifier finds unlikely. No order can choose this." };
        Option<double?> threshold = Flag.Number("--client-filter-threshold", "P", "Keep a received text where its class has at least this probability. Default: 0.25.");
        var json = new Option<bool>("--json") { Description = "Print the client's name and key as one JSON object." };
        client.Required = train.Required = tasks.Required = perRound.Required = total.Required = true;
        var command = new Command("init", "Make a client's folder: its key, its settings and its policy.") { folder, client, train, test, text, label, user, perUser, labels, records, noHeader, tasks, perRound, total, delta, noFilter, threshold, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            string? Full(string? path) => path is null || path.Contains("${", StringComparison.Ordinal) ? path : Path.GetFullPath(path, context.CurrentDirectory);
            var source = new DataSource(Full(result.GetValue(train)), Text: result.GetValue(text), Label: result.GetValue(label), Header: result.GetValue(noHeader) ? HeaderMode.Absent : null);
            var data = new DataSection(source, result.GetValue(test) is { } testFile ? new DataSource(Full(testFile)) : null, User: result.GetValue(user));
            bool open = DeclaredData.LeavesHeaderOpen(data);
            DeclaredData? found = result.GetValue(labels) is null || result.GetValue(records) is null || open
                ? await DeclaredData.ReadAsync(data, context.CurrentDirectory, result.GetValue(perUser), cancellationToken).ConfigureAwait(false)
                : null;
            data = open ? data with { Train = source with { Header = found!.HadHeader ? HeaderMode.Present : HeaderMode.Absent } } : data;
            var policy = new ClientPolicy(
                result.GetValue(perRound)!.Value, result.GetValue(total)!.Value, result.GetValue(records) ?? found!.Records, result.GetValue(delta), result.GetValue(perUser),
                !result.GetValue(noFilter), result.GetValue(threshold) ?? new AugmentationSection().ClientFilterThreshold);
            var settings = new ClientSettings(
                ClientSettings.CurrentSchemaVersion, result.GetValue(client)!.Value, data, result.GetValue(tasks)!, result.GetValue(labels) ?? found!.Labels, policy);
            ClientFolder made = ClientFolder.Create(Path.GetFullPath(result.GetValue(folder)!, context.CurrentDirectory), settings);
            using ClientKey key = made.OpenKey();
            await context.Output.WriteLineAsync(result.GetValue(json) ? Json(made, key) : $"Client {settings.Client} is set up in {made.Path}. Its key is {key.KeyId}.{Environment.NewLine}{Rules(settings)}").ConfigureAwait(false);
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static string Rules(ClientSettings settings) => string.Create(
        CultureInfo.InvariantCulture,
        $"One round may cost {settings.Policy.EpsilonPerRound:g6} with all its repetitions composed, everything ever {settings.Policy.EpsilonTotal:g6}, for {PrivacyUnit.Of(settings.Policy.RecordsPerUser)}. A charge stays where its job fails.{Environment.NewLine}It declares {settings.Policy.Records} records of the labels {string.Join(", ", settings.Labels)}. Both become public and are no longer looked up in the rows: change them in {ClientFolder.SettingsFile}.");

    private static IReadOnlyList<string> Labels(string text) => [.. text.Split(',').Select(part => part.Trim() is { Length: > 0 } label ? label : throw new FormatException()).Distinct(StringComparer.Ordinal)];

    private static string Json(ClientFolder folder, ClientKey key) => JsonLine.Of(writer =>
    {
        writer.WriteString("client", folder.Settings.Client.Value);
        writer.WriteString("keyId", key.KeyId);
        writer.WriteString("publicKey", key.PublicKey);
        writer.WriteString("folder", folder.Path);
    });
}
