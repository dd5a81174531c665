using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Cli.Reports;

/// <summary>The result in one sentence: what FDKT gives over private only, and over the best that a client can do alone. Pure.</summary>
/// <remarks>
/// "Alone" is the better of the two local controls, <see cref="Comparison.SelfTraining"/> and <see cref="Comparison.OwnMeans"/>, chosen after the fact: that choice favours
/// the control. A difference counts only where its 95 % interval lies on one side of zero.
/// </remarks>
internal static class Verdict
{
    private static readonly Comparison[] LocalControls = [Comparison.SelfTraining, Comparison.OwnMeans];

    /// <summary>FDKT minus the better local control, paired by seed.</summary>
    /// <param name="methods">The rows of the table.</param>
    /// <returns>Null where FDKT or both controls are not among the rows.</returns>
    public static LocalLiftReport? OverLocal(IReadOnlyList<MethodReport> methods)
    {
        MethodReport? fdkt = Find(methods, Comparison.Fdkt);
        MethodReport? control = methods.Where(method => LocalControls.Contains(method.Name)).MaxBy(method => method.AccuracyMean);
        if (fdkt is null || control is null)
        {
            return null;
        }

        LiftReport lift = SeedStatistics.Lift(fdkt.PerSeed, control.PerSeed);
        return new LocalLiftReport(control.Name, lift.Points, lift.Ci95);
    }

    /// <summary>The sentence.</summary>
    /// <param name="methods">The rows of the table.</param>
    /// <param name="clients">Number of clients.</param>
    /// <returns>One or two sentences.</returns>
    public static string Of(IReadOnlyList<MethodReport> methods, int clients)
    {
        if (Find(methods, Comparison.Fdkt) is not { } fdkt || Find(methods, Comparison.PrivateOnly) is not { } alone)
        {
            return "There is no verdict: it needs the rows privateOnly and fdkt.";
        }

        LiftReport gain = SeedStatistics.Lift(fdkt.PerSeed, alone.PerSeed);
        LocalLiftReport? local = OverLocal(methods);
        if (!gain.Ci95.IsKnown)
        {
            return OneSeed(gain, local);
        }

        string sentence = (gain.Ci95.Low > 0, local) switch
        {
            (false, _) => $"FDKT is not worth its privacy here: it gives {Difference(gain)} over private only.",
            (true, null) => $"FDKT gives {Difference(gain)} over private only; no local control was compared, so this does not say what a client could do alone.",
            (true, { Ci95.Low: > 0 }) => $"FDKT gives {Difference(gain)} over private only and {Difference(local)} over the best that a client can do alone.",
            (true, { Ci95.High: < 0 }) => $"FDKT is not worth its privacy here: the client alone does better. FDKT gives {Difference(gain)} over private only and {Difference(local)} over {Name(local)}, "
                + "which needs no federation.",
            _ => $"FDKT is not worth its privacy here: the client alone does as well. FDKT gives {Difference(gain)} over private only and {Difference(local!)} over {Name(local!)}, which needs no federation.",
        };
        bool worthIt = gain.Ci95.Low > 0 && local is null or { Ci95.Low: > 0 };
        return clients == 1 && !worthIt ? $"{sentence} With one client there are no others to learn from: the federation gave nothing." : sentence;
    }

    private static string OneSeed(LiftReport gain, LocalLiftReport? local) => local is null
        ? $"In one seed FDKT gives {ReportText.Points(gain.Points)} points over private only. Two or more seeds are needed to tell this from chance."
        : $"In one seed FDKT gives {ReportText.Points(gain.Points)} points over private only and {ReportText.Points(local.Points)} over the best that a client can do alone. "
            + "Two or more seeds are needed to tell this from chance.";

    private static string Difference(LiftReport lift) => $"{ReportText.Points(lift.Points)} points {ReportText.Points(lift.Ci95)}";

    private static string Difference(LocalLiftReport lift) => $"{ReportText.Points(lift.Points)} {ReportText.Points(lift.Ci95)}";

    private static string Name(LocalLiftReport lift) => lift.Control == Comparison.SelfTraining ? "self-training" : "its own class means";

    private static MethodReport? Find(IReadOnlyList<MethodReport> methods, Comparison name) => methods.FirstOrDefault(method => method.Name == name);
}
