using System.CommandLine;
using System.Globalization;
using Fdkt.Cli.Progress;
using Fdkt.Cli.Reports;
using Fdkt.Cli.Runs.Abstractions;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Cli.Commands;

/// <summary><c>fdkt run</c>: a whole round on one machine, and its report.</summary>
internal static class RunCommand
{
    public static Command Create(CommandContext context)
    {
        var flags = new RoundFlags();
        var backend = new BackendFlags();
        Argument<string?> file = flags.FileArgument("The round file (docs/round-file.md). Left out: the built-in sample, or the file that --train names.");
        Option<string?> output = Flag.Text("--out", "DIR", "Folder of the reports and of finished stages. Default: out/NAME, after the round file or the training file.");
        var noResume = new Option<bool>("--no-resume") { Description = "Begin anew instead of going on from finished stages in the folder." };
        Option<int?> parallel = Flag.Of<int?>("--parallel", "N", "Most seeds at a time. The results do not depend on it. Default: the number of processors.", "a whole number of at least 1", ParseParallel);
        var attack = new Option<bool>("--attack") { Description = "Also attack the released text, and text made without privacy beside it, and report how well members are told apart." };
        Option<string?> ledger = Flag.Text("--ledger", "FILE", "Charge the releases to this privacy ledger, which is made where it is not there. Finished releases are charged once.");
        var json = new Option<bool>("--json") { Description = "Print the report as JSON on standard output; progress goes to standard error." };
        var command = new Command("run", "Run a round on this machine and compare FDKT with training on private text alone.") { file, output, noResume, parallel, attack, ledger, json };
        flags.AddTo(command);
        backend.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            RoundInput input = await RoundInput.ReadAsync(result.GetValue(file), flags, result, context.CurrentDirectory, cancellationToken).ConfigureAwait(false);
            foreach (string warning in input.Warnings.Select(warning => warning.ToString()))
            {
                await context.Error.WriteLineAsync($"warning: {warning}").ConfigureAwait(false);
            }

            if (result.GetValue(file) is { } named && input.Round.Data is null)
            {
                await context.Error.WriteLineAsync(SampleNote(named, input.Round)).ConfigureAwait(false);
            }

            string folder = Path.GetFullPath(result.GetValue(output) ?? Path.Combine("out", input.Name), context.CurrentDirectory);
            Directory.CreateDirectory(folder);
            var request = new RunRequest(
                input.Round, input.BaseDirectory, folder, Resume: !result.GetValue(noResume), result.GetValue(parallel), backend.Read(result, context.CurrentDirectory), result.GetValue(attack),
                result.GetValue(ledger) is { } charged ? Path.GetFullPath(charged, context.CurrentDirectory) : null);
            bool asJson = result.GetValue(json);
            RunReport report = await RunAsync(context, request, asJson, cancellationToken).ConfigureAwait(false);
            await ReportWriter.WriteAsync(report, input.Round, folder, cancellationToken).ConfigureAwait(false);
            if (asJson)
            {
                await context.Output.WriteLineAsync(ReportWriter.Json(report)).ConfigureAwait(false);
            }
            else
            {
                ConsoleReport.Write(context.Console, report, folder);
            }

            return 0;
        });
        return command;
    }

    private static string SampleNote(string file, RoundFile round) => string.Create(
        CultureInfo.InvariantCulture,
        $"{file} names no data, so the built-in sample runs: {round.Clients.Count} clients of {round.Clients.Records} records, {round.Seeds.Values.Count} repetitions, ε {round.Privacy.Epsilon} for each release. Give rows with data.train or --train.");

    private static int? ParseParallel(string text) =>
        int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) is > 0 and var number ? number : throw new FormatException();

    private static Task<RunReport> RunAsync(CommandContext context, RunRequest request, bool asJson, CancellationToken cancellationToken)
    {
        IRunEngine engine = context.Engine();
        return context.IsTerminal && !asJson
            ? LiveProgress.RunAsync(context.Console, context.Clock, progress => engine.RunAsync(request, progress, cancellationToken))
            : engine.RunAsync(request, new PlainProgress(asJson ? context.Error : context.Output, context.Clock), cancellationToken);
    }
}
