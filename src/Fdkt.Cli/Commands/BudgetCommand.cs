using System.CommandLine;
using System.Globalization;
using System.Text;
using Fdkt.Cli.Errors;
using Fdkt.Privacy;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Ledger;
using Fdkt.Privacy.Plans;

namespace Fdkt.Cli.Commands;

/// <summary><c>fdkt budget plan</c>: what each of many rounds may spend.</summary>
internal static class BudgetCommand
{
    /// <summary>Builds the command. Exit codes: 0, 2 for a bad value or a total out of reach, 7 for a damaged ledger.</summary>
    public static Command Create() => new("budget", "Plan what rounds may spend.") { CreatePlan() };

    private static Command CreatePlan()
    {
        Option<string?> rounds = NumberArgument.Option("--rounds", "Number of rounds, all alike.");
        Option<string?> total = NumberArgument.Option("--epsilon-total", "Epsilon of all rounds together.");
        Option<string?> delta = NumberArgument.Option("--delta", "Delta of (epsilon, delta)-DP, below 1/n for every client.");
        Option<string?> q = NumberArgument.Option("--q", "For DP training: sampling probability, expected batch size over n.");
        Option<string?> steps = NumberArgument.Option("--steps", "For DP training: steps of one round.");
        var ledger = new Option<string?>("--ledger") { Description = "Leave room for what this ledger has charged.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command(
            "plan", "Print the epsilon and the noise of one round, such that all rounds together keep a total. Each mechanism has a line: the same epsilon a round composes differently.")
        { rounds, total, delta, q, steps, ledger, json };
        command.SetAction(result =>
        {
            try
            {
                int count = NumberArgument.Whole(result, rounds, 1);
                double epsilon = NumberArgument.Real(result, total, v => v > 0.0, "be above 0, such as 8");
                double at = NumberArgument.Real(result, delta, v => v is > 0.0 and < 1.0, "lie above 0 and below 1, such as 1e-5");
                List<RoundMechanism> mechanisms = [RoundMechanism.Gaussian, RoundMechanism.Votes()];
                if (result.GetValue(q) is not null || result.GetValue(steps) is not null)
                {
                    mechanisms.Add(RoundMechanism.DpSgd(
                        NumberArgument.Real(result, q, v => v is > 0.0 and <= 1.0, "lie above 0 and up to 1, such as 0.01"), NumberArgument.Whole(result, steps, 1)));
                }

                PrivacyEvent[] spent = result.GetValue(ledger) is { } file ? Spent(file) : [];
                BudgetPlan[] plans = [.. mechanisms.Select(mechanism => BudgetPlan.For(mechanism, count, epsilon, at, spent))];
                result.InvocationConfiguration.Output.WriteLine(result.GetValue(json) ? Json(plans, epsilon) : Words(plans, epsilon));
                return 0;
            }
            catch (Exception e) when (e is FormatException or PrivacyParameterException)
            {
                result.InvocationConfiguration.Error.WriteLine($"fdkt budget plan: {e.Message}");
                return NumberArgument.BadValueExitCode;
            }
            catch (LedgerDamagedException e)
            {
                result.InvocationConfiguration.Error.WriteLine($"fdkt budget plan: {e.Message}");
                return (int)ExitCode.DamagedLedger;
            }
        });
        return command;
    }

    private static PrivacyEvent[] Spent(string file)
    {
        LedgerReport report = PrivacyLedger.Verify(file);
        return report.Fault is null
            ? [.. report.Releases.Where(release => release.IsLive).SelectMany(release => release.Charge.Events)]
            : throw new LedgerDamagedException(report.Path, report.Fault);
    }

    private static string Json(BudgetPlan[] plans, double total) => JsonLine.Of(writer =>
    {
        writer.WriteNumber("rounds", plans[0].Rounds);
        writer.WriteNumber("epsilonTotal", total);
        writer.WriteNumber("delta", plans[0].Delta);
        writer.WriteStartArray("plans");
        foreach (BudgetPlan plan in plans)
        {
            writer.WriteStartObject();
            writer.WriteString("mechanism", plan.Mechanism.Name);
            writer.WriteNumber("epsilonPerRound", plan.EpsilonPerRound);
            writer.WriteNumber("noiseMultiplier", plan.NoiseMultiplier);
            writer.WriteNumber("epsilonComposed", plan.EpsilonTotal);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static string Words(BudgetPlan[] plans, double total)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{plans[0].Rounds} rounds, epsilon {total:g6} in total, delta {plans[0].Delta:g6}");
        text.Append("mechanism   epsilon a round   noise multiplier   composed");
        foreach (BudgetPlan plan in plans)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"{plan.Mechanism.Name,-10}  {plan.EpsilonPerRound,15:g6}   {plan.NoiseMultiplier,16:g6}   {plan.EpsilonTotal,8:g6}");
        }

        return text.ToString();
    }
}
