using System.CommandLine;
using Fdkt.Cli.Errors;
using Fdkt.Contracts.Federation;
using Fdkt.GpuJobs.Clients;
using Fdkt.Privacy;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Ledger;

namespace Fdkt.Cli.Commands;

/// <summary><c>fdkt ledger</c>: what a client has spent, whether its ledger holds together, and how to rebuild one that was lost.</summary>
internal static class LedgerCommand
{
    /// <summary>Builds the command. Exit codes: 0, 2 for a bad value, 4 if the file cannot be read, 7 for a ledger that is damaged, missing or behind.</summary>
    public static Command Create() => new("ledger", "Show, verify or rebuild a privacy ledger.") { CreateShow(), CreateVerify(), LedgerRecoverCommand.Create() };

    private static Command CreateShow()
    {
        Argument<string> file = FileArgument();
        Option<string?> delta = NumberArgument.Option("--delta", "Delta at which everything is composed. Default: the smallest of the releases' own.");
        Option<bool> json = JsonOption();
        var command = new Command("show", "Print every release of a ledger, and what they cost together.") { file, delta, json };
        command.SetAction(result => Guarded(result, "show", () =>
        {
            LedgerReport report = PrivacyLedger.Verify(result.GetValue(file)!);
            if (report.Fault is not null)
            {
                throw new LedgerDamagedException(report.Path, report.Fault);
            }

            double? at = result.GetValue(delta) is null
                ? report.Releases.Where(release => release.IsLive).Select(release => (double?)release.Charge.Delta).Min()
                : NumberArgument.Real(result, delta, v => v is > 0.0 and < 1.0, "lie above 0 and below 1, such as 1e-5");
            PrivacyGuarantee? spent = at is { } value ? report.Spent(value) : null;
            result.InvocationConfiguration.Output.WriteLine(result.GetValue(json) ? LedgerText.Json(report, spent) : LedgerText.Words(report, spent));
            return ExitCode.Success;
        }));
        return command;
    }

    private static Command CreateVerify()
    {
        Argument<string> file = FileArgument();
        var contains = new Option<string?>("--contains") { Description = "Also demand an entry with this hash, as a statement names it: a ledger set back to an older copy lacks it.", HelpName = "HASH" };
        Option<bool> json = JsonOption();
        var command = new Command("verify", "Check every line of a ledger.") { file, contains, json };
        command.SetAction(result => Guarded(result, "verify", () =>
        {
            LedgerReport report = PrivacyLedger.Verify(result.GetValue(file)!);
            bool lacks = result.GetValue(contains) is { } hash && report.Entries.All(entry => entry.Hash != hash);
            result.InvocationConfiguration.Output.WriteLine(result.GetValue(json) ? LedgerText.VerdictJson(report, lacks) : LedgerText.VerdictWords(report, lacks));
            return report.IsSound && !lacks ? ExitCode.Success : ExitCode.DamagedLedger;
        }));
        return command;
    }

    private static Argument<string> FileArgument() => new("file") { Description = "The ledger file.", HelpName = "FILE" };

    private static Option<bool> JsonOption() => new("--json") { Description = "Print one JSON object." };

    /// <summary>Does the work of a subcommand and says what went wrong.</summary>
    internal static int Guarded(ParseResult result, string name, Func<ExitCode> action)
    {
        try
        {
            return (int)action();
        }
        catch (Exception e) when (e is FormatException or PrivacyParameterException or LedgerDamagedException or LedgerBehindException or LedgerInUseException or ClientFolderException or RefusedException or IOException or UnauthorizedAccessException)
        {
            result.InvocationConfiguration.Error.WriteLine($"fdkt ledger {name}: {e.Message}");
            return e switch
            {
                LedgerDamagedException or LedgerBehindException => (int)ExitCode.DamagedLedger,
                FormatException or PrivacyParameterException or ClientFolderException or RefusedException => (int)ExitCode.InvalidInput,
                _ => (int)ExitCode.InputOutput,
            };
        }
    }
}
