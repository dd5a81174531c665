using System.CommandLine;
using Fdkt.Cli.Audits;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Progress;
using Fdkt.Privacy;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;

namespace Fdkt.Cli.Commands;

/// <summary><c>fdkt audit</c>: attacks on the mechanisms and on released text, and private text in released text. For the data owner: nothing it prints may be sent on.</summary>
internal static class AuditCommand
{
    private const int DefaultSeeds = 3;
    private const double DefaultEpsilon = 8.0;

    // Chance that 'audit mechanism' refutes a true claim, all its runs of the build as it is together.
    private const double MechanismSignificance = 0.001;

    /// <summary>Builds the command. Exit codes: 0, 2 for a bad value, 3 for an unusable file, 4 if a file cannot be read, 8 if the mechanism as it is refutes its claim.</summary>
    /// <param name="clock">Times the stages.</param>
    public static Command Create(TimeProvider clock)
    {
        Option<string?> seeds = NumberArgument.Option("--seeds", "Repetitions of every audit. Default: 3.");
        Option<string?> epsilon = NumberArgument.Option("--epsilon", "Epsilon of the releases that membership inference is tried on. Default: 8.");
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command(
            "audit", "Audit this build on the built-in sample: each mechanism as it is and broken on purpose, the trained generator, every way of DP training step by step, the released text, and membership inference. Some minutes for ten repetitions.")
        { seeds, epsilon, json, CreateMechanism(), CreateCopies() };
        command.SetAction((result, cancellationToken) =>
        {
            try
            {
                int count = result.GetValue(seeds) is null ? DefaultSeeds : NumberArgument.Whole(result, seeds, 1);
                double claimed = result.GetValue(epsilon) is null ? DefaultEpsilon : NumberArgument.Real(result, epsilon, v => v > 0.0, "be above 0, such as 8");
                AuditResult found = new SampleAudit(new PlainProgress(result.InvocationConfiguration.Error, clock)).Run(count, claimed, cancellationToken);
                result.InvocationConfiguration.Output.WriteLine(result.GetValue(json) ? AuditResultText.Json(found) : AuditResultText.Words(found));
                return Task.FromResult((int)(found.Rows.Any(row => row.Refuted) ? ExitCode.BudgetRefused : ExitCode.Success));
            }
            catch (Exception e) when (e is FormatException or PrivacyParameterException)
            {
                result.InvocationConfiguration.Error.WriteLine($"fdkt audit: {e.Message}");
                return Task.FromResult(NumberArgument.BadValueExitCode);
            }
        });
        return command;
    }

    private static Command CreateMechanism()
    {
        Option<string?> canaries = NumberArgument.Option("--canaries", "Number of canaries; each enters by a fair coin. More show more.");
        Option<string?> batch = NumberArgument.Option("--batch", "Expected batch size, up to the number of canaries.");
        Option<string?> steps = NumberArgument.Option("--steps", "Steps of DP training.");
        Option<string?> epsilon = NumberArgument.Option("--epsilon", "The epsilon that is claimed.");
        Option<string?> delta = NumberArgument.Option("--delta", "Its delta, below one over the number of canaries.");
        Option<string?> runs = NumberArgument.Option("--runs", "Runs of each row; the one with the largest bound is printed. The significance is shared among them.");
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
                AuditClaim claim = AuditClaim.Of(plan, MechanismSignificance / count);
                (MechanismFault Fault, AuditBounds Bounds)[] rows =
                [
                    .. Enum.GetValues<MechanismFault>().Select(fault => (fault, Enumerable.Range(0, count).Select(_ =>
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        return MechanismAudit.Bounds(plan, claim, CryptographicRandomSource.Shared, fault);
                    }).MaxBy(bounds => bounds.Largest)!)),
                ];
                result.InvocationConfiguration.Output.WriteLine(result.GetValue(json) ? AuditText.Json(claim, plan, rows) : AuditText.Words(claim, plan, rows));
                return Task.FromResult((int)(claim.Refuted(rows[0].Bounds) ? ExitCode.BudgetRefused : ExitCode.Success));
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
