using Fdkt.Cli.Reports;
using Fdkt.Contracts.Reports;
using Fdkt.GpuJobs.Stages;
using Fdkt.Privacy.Auditing;

namespace Fdkt.Cli.Runs;

/// <summary>Adds up what attacks achieved over seeds.</summary>
internal static class AttackReports
{
    /// <summary>A report for each text and attack; empty where there were no attacks.</summary>
    public static IReadOnlyList<AttackReport> Build(IReadOnlyList<SeedOutcome> outcomes) => Build(outcomes.SelectMany(outcome => outcome.Attacks ?? []));

    /// <summary>A report for each text and attack.</summary>
    public static IReadOnlyList<AttackReport> Build(IEnumerable<SeedAttack> attacks) =>
        [.. attacks.GroupBy(attack => attack.Target).SelectMany(group => MembershipAttack.Names.Select((name, i) => Report([.. group], name, i)))];

    private static AttackReport Report(SeedAttack[] seeds, string name, int number)
    {
        AttackCurve[] curves = [.. seeds.Select(seed => seed.Curves[number])];
        double[] auc = [.. curves.Select(curve => curve.Auc)];
        return new AttackReport(
            seeds[0].Target, seeds.Max(seed => seed.Epsilon), name, SeedStatistics.Mean(auc), SeedStatistics.Interval95(auc), curves.Average(curve => curve.TruePositiveRate),
            curves[0].FalsePositiveRate, seeds[0].Members, seeds[0].Others);
    }
}
