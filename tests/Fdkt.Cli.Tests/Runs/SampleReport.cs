using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Cli.Tests.Runs;

internal static class SampleReport
{
    public const string Hostile = "<script>alert('x')</script> & \"quoted\" [red]";

    public static RunReport Create(params double[] fdkt)
    {
        double[] seeds = fdkt.Length == 0 ? [0.8, 0.82] : fdkt;
        return new RunReport(
            RunReport.CurrentSchemaVersion,
            "0.1.0",
            new TaskReport(Hostile, Hostile, ["a", Hostile], 10, 20),
            [
                new MethodReport(Comparison.PrivateOnly, Hostile, 0.7, 0.01, new Interval(0.69, 0.71), 0.7, [.. seeds.Select(_ => 0.7)], 0, new Interval(0, 0)),
                new MethodReport(Comparison.Fdkt, "FDKT", 0.81, double.NaN, Interval.Unknown, 0.8, seeds, 11, Interval.Unknown),
            ],
            new LiftReport(11, new Interval(8.5, 13.5)),
            new PrivacyReport(
                8, double.PositiveInfinity, 8.4, null, 1e-5, PrivacyMechanism.Votes, Hostile, 0.5, 1, 1, null, "zero-out, n public", "one record", "pld", "1", ["Tuning by hand."],
                new Dictionary<string, double> { ["1e-5"] = 8, ["1e-6"] = 9.2 }, 21.4, 40.6, 1e-5, $"All 4 releases together: ε = 21.40. {Hostile}"),
            [new StageReport(Hostile, 5000, 3, new Dictionary<string, long> { [Hostile] = 2 }, 1.5, 12345)],
            [new ClientReport(Hostile, 100, new Dictionary<Comparison, double> { [Comparison.PrivateOnly] = 0.7 }, 8)],
            [1, 2],
            61.5,
            new MachineReport("Linux", "X64", 2, ".NET 10", "cpu"),
            [new SampleText("demo", Hostile, Hostile)],
            [Hostile]);
    }
}
