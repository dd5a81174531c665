using System.Globalization;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Cli.Reports;

/// <summary>Numbers and sentences that the screen and the HTML page share.</summary>
internal static class ReportText
{
    public static string Percent(double value) => double.IsFinite(value) ? Invariant($"{100 * value:0.0}") : "–";

    public static string Deviation(double value) => double.IsFinite(value) ? Invariant($"± {100 * value:0.0}") : "–";

    public static string Percent(Interval interval) => interval.IsKnown ? Invariant($"[{100 * interval.Low:0.0}, {100 * interval.High:0.0}]") : "–";

    public static string Points(double value) => double.IsFinite(value) ? Invariant($"{value:+0.0;-0.0;0.0}") : "–";

    public static string Points(Interval interval) => interval.IsKnown ? Invariant($"[{interval.Low:+0.0;-0.0;0.0}, {interval.High:+0.0;-0.0;0.0}]") : "–";

    public static string Epsilon(double? value) => value switch
    {
        null => "does not apply",
        double.PositiveInfinity => "∞ (no bound)",
        { } number when double.IsNaN(number) => "not known",
        // Up, never down: a promise is not to look stronger than it is.
        { } number when number < 0.1 => Invariant($"{Math.Max(0, Math.Ceiling((number * 10_000) - 1e-7)) / 10_000:0.0000}"),
        { } number => Invariant($"{Math.Ceiling((number * 100) - 1e-7) / 100:0.00}"),
    };

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Seconds(double value) => Invariant($"{value:0.0}");

    public static string Promise(PrivacyReport privacy) => Invariant(
        $"ε = {Epsilon(privacy.Epsilon)} at δ = {privacy.Delta:0.##e+0}, for {privacy.Unit} under {privacy.Adjacency} adjacency, by {privacy.Accountant} {privacy.AccountantVersion}");

    /// <summary>The promise in a short line; the accountant's name and version are in the report files.</summary>
    public static string ShortPromise(PrivacyReport privacy) => Invariant(
        $"ε = {Epsilon(privacy.Epsilon)} at δ = {privacy.Delta:0.##e+0} for {privacy.Unit} ({privacy.Adjacency}), per client and seed");

    /// <summary>ε at common δ, so that claims can be compared; empty where none was computed.</summary>
    public static string Elsewhere(PrivacyReport privacy) => string.Join(", ", privacy.EpsilonAt.Select(pair => $"ε = {Epsilon(pair.Value)} at δ = {pair.Key}"));

    public static string Accounts(PrivacyReport privacy) =>
        $"PLD {Epsilon(privacy.EpsilonPld)}; RDP {Epsilon(privacy.EpsilonRdp)}; sampling not trusted {Epsilon(privacy.EpsilonUnsampled)}";

    /// <summary>The published model behind the generator; empty where it is one of Fdkt's own.</summary>
    public static IEnumerable<string> Base(RunReport report) => report.BaseModel is { } model
        ? [Invariant($"base model {model.Name}: {model.Family}, {model.Parameters:N0} parameters in {model.Dtype}, weights sha256 {model.WeightsSha256}")]
        : [];

    /// <summary>What attacks achieved, a line each; empty where there were none.</summary>
    public static IEnumerable<string> Attacks(RunReport report) => report.Attacks.Select(attack => Invariant(
        $"attack on {attack.Target} (ε {Epsilon(attack.Epsilon)}), {attack.Attack}: AUC {attack.Auc:0.000}, finds {100 * attack.TruePositiveRate:0.0} % of members at {100 * attack.FalsePositiveRate:0.#} % of others"));

    public static string Lift(RunReport report) => report.Lift.Ci95.IsKnown
        ? $"FDKT − private only: {Points(report.Lift.Points)} points, 95 % interval {Points(report.Lift.Ci95)} over {report.Seeds.Count} seeds"
        : $"FDKT − private only: {Points(report.Lift.Points)} points in one seed; an interval needs two or more";

    /// <summary>Paired differences of FDKT to the other methods, a line each; empty where FDKT did not run or one seed gives no interval.</summary>
    public static IEnumerable<string> Leads(RunReport report)
    {
        MethodReport? fdkt = report.Methods.FirstOrDefault(method => method.Name == Comparison.Fdkt);
        if (fdkt is null || report.Seeds.Count < 2)
        {
            yield break;
        }

        foreach (MethodReport other in report.Methods.Where(method => method.Name is not (Comparison.Fdkt or Comparison.PrivateOnly)))
        {
            LiftReport lead = SeedStatistics.Lift(fdkt.PerSeed, other.PerSeed);
            yield return $"FDKT − {other.Title}: {Points(lead.Points)} points, 95 % interval {Points(lead.Ci95)}";
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
