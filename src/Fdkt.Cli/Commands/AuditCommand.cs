using System.CommandLine;
using Fdkt.Cli.Errors;
using Fdkt.Privacy;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;

namespace Fdkt.Cli.Commands;

/// <summary><c>fdkt audit</c>: attacks on the mechanism, and private text in released text. For the data owner: nothing it prints may be sent on.</summary>
internal static class AuditCommand
{
    /// <summary>Builds the command. Exit codes: 0, 2 for a bad value, 3 for an unusable file, 4 if a file cannot be read, 8 if the mechanism as it is refutes its claim.</summary>
    public static Command Create() => new("audit", "Attack what protects private text, and look for private text in what was released.") { CreateMechanism(), CreateCopies() };

    private static Command CreateMechanism()
    {
        Option<string?> canaries = NumberArgument.Option("--canaries", "Number of canaries; each enters by a fair coin. More show more.");
        Option<string?> batch = NumberArgument.Option("--batch", "Expected batch size, up to the number of canaries.");
        Option<string?> steps = NumberArgument.Option("--steps", "Steps of DP training.");
        Option<string?> epsilon = NumberArgument.Option("--epsilon", "The epsilon that is claimed.");
        Option<string?> delta = NumberArgument.Option("--delta", "Its delta, below one over the number of canaries.");
        Option<string?> runs = NumberArgument.Option("--runs", "Runs of each row; the largest bound is printed.");
        var discrete = new Option<bool>("--discrete") { Description = "Audit the exact discrete noise." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("mechanism", "Bound epsilon from below by a one-run audit of sampling, clipping and noise: as they are, and broken on purpose.")
        { canaries, batch, steps, epsilon, delta, runs, discrete, json };
        command.SetAction((result, cancellationToken) =>
        {
            try
            {
                PrivacyPlan plan = PrivacyPlan.Calibrate(
                    NumberArgument.Whole(result, canaries, 2),
                    NumberArgument.Whole(result, batch, 1),
                    NumberArgument.Whole(result, steps, 1),
                    clipNorm: 1.0,
                    NumberArgument.Real(result, epsilon, v => v > 0.0, "be above 0, such as 3"),
                    NumberArgument.Real(result, delta, v => v is > 0.0 and < 1.0, "lie above 0 and below 1, such as 1e-6"))
                    with
                { Noise = result.GetValue(discrete) ? GradientNoise.Discrete : GradientNoise.Gaussian };
                int count = result.GetValue(runs) is null ? 1 : NumberArgument.Whole(result, runs, 1);
                double claimed = plan.Account().EpsilonPld;
                (MechanismFault Fault, double Bound)[] rows =
                [
                    .. Enum.GetValues<MechanismFault>().Select(fault => (fault, Enumerable.Range(0, count).Max(_ =>
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        return MechanismAudit.LowerBound(plan, CryptographicRandomSource.Shared, fault: fault);
                    }))),
                ];
                result.InvocationConfiguration.Output.WriteLine(result.GetValue(json) ? AuditText.Json(claimed, plan, rows) : AuditText.Words(claimed, plan, rows));
                return Task.FromResult((int)(rows[0].Bound <= claimed ? ExitCode.Success : ExitCode.BudgetRefused));
            }
            catch (Exception e) when (e is FormatException or PrivacyParameterException)
            {
                result.InvocationConfiguration.Error.WriteLine($"fdkt audit mechanism: {e.Message}");
                return Task.FromResult(NumberArgument.BadValueExitCode);
            }
        });
        return command;
    }

    private static Command CreateCopies()
    {
        var privateFile = new Option<string>("--private") { Description = "Private texts: JSON lines with a text, or one text a line.", HelpName = "FILE", Required = true };
        var released = new Option<string>("--released") { Description = "Released texts, in the same form.", HelpName = "FILE", Required = true };
        Option<string?> least = NumberArgument.Option("--least", "Shortest run of words to list. Default: 8.");
        var show = new Option<bool>("--show-words") { Description = "Print the shared words. They are private text." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("copies", "List the longest runs of words that released texts share with private ones. A report for the data owner.") { privateFile, released, least, show, json };
        command.SetAction(result =>
        {
            try
            {
                int shortest = result.GetValue(least) is null ? 8 : NumberArgument.Whole(result, least, 1);
                IReadOnlyList<string> texts = TextLines.Read(result.GetValue(released)!);
                var runs = new SharedRuns(TextLines.Read(result.GetValue(privateFile)!));
                SharedRun[] found = [.. texts.Select(runs.Longest)];
                result.InvocationConfiguration.Output.WriteLine(result.GetValue(json)
                    ? AuditText.CopiesJson(found, shortest)
                    : AuditText.CopiesWords(found, shortest, result.GetValue(show) ? texts : null));
                return (int)ExitCode.Success;
            }
            catch (Exception e) when (e is FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
            {
                result.InvocationConfiguration.Error.WriteLine($"fdkt audit copies: {e.Message}");
                return (int)(e is FormatException ? ExitCode.InvalidInput : e is InvalidDataException ? ExitCode.InvalidData : ExitCode.InputOutput);
            }
        });
        return command;
    }
}
