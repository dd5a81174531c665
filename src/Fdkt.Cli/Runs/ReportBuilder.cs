using System.Reflection;
using System.Runtime.InteropServices;
using Fdkt.Cli.Reports;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Native;
using Fdkt.Learning.PublicModels;

namespace Fdkt.Cli.Runs;

/// <summary>Adds up the seeds into the report.</summary>
internal static class ReportBuilder
{
    public static RunReport Build(RoundFile round, RunInputs inputs, int publicRows, IReadOnlyList<SeedOutcome> outcomes, double seconds, IReadOnlyList<string> notes, BaseModel? baseModel, string? charged = null)
    {
        Dictionary<Comparison, double[]> accuracy = round.Comparisons.ToDictionary(
            comparison => comparison, comparison => outcomes.Select(outcome => outcome.Scores[comparison].Average(score => score.Accuracy)).ToArray());
        double[]? baseline = accuracy.GetValueOrDefault(Comparison.PrivateOnly);
        MethodReport[] methods = [.. round.Comparisons.Select(comparison => Method(comparison, accuracy[comparison], baseline, outcomes))];
        LiftReport lift = baseline is not null && accuracy.TryGetValue(Comparison.Fdkt, out double[]? fdkt)
            ? SeedStatistics.Lift(fdkt, baseline)
            : new LiftReport(double.NaN, Interval.Unknown);
        return new RunReport(
            RunReport.CurrentSchemaVersion,
            typeof(ReportBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
            new TaskReport(round.Task.Name, inputs.Domain, inputs.Labels, inputs.Test.Count, publicRows),
            methods, lift, RunComposition.AddTo(Privacy(outcomes), outcomes, charged), Stages(outcomes), Clients(outcomes, round.Comparisons), round.Seeds.Values, seconds, Machine(),
            outcomes[0].Samples, [.. inputs.Warnings, .. notes], AttackReports.Build(outcomes), Base(baseModel), Verdict.OverLocal(methods), Verdict.Of(methods, outcomes[0].Clients.Count));
    }

    private static BaseModelReport? Base(BaseModel? model) => model is null
        ? null
        : new BaseModelReport(model.Name, model.Family, model.Parameters, model.Dtype, model.WeightsSha256, model.ConfigSha256, model.TokenizerSha256);

    private static MethodReport Method(Comparison comparison, double[] accuracy, double[]? baseline, IReadOnlyList<SeedOutcome> outcomes)
    {
        LiftReport lift = baseline is null ? new LiftReport(double.NaN, Interval.Unknown) : SeedStatistics.Lift(accuracy, baseline);
        return new MethodReport(
            comparison, ComparisonTitles.Of(comparison), SeedStatistics.Mean(accuracy), SeedStatistics.StandardDeviation(accuracy), SeedStatistics.Interval95(accuracy),
            outcomes.Average(outcome => outcome.Scores[comparison].Average(score => score.MacroF1)), accuracy, lift.Points, lift.Ci95);
    }

    /// <summary>The dearest release of all clients and seeds: nobody spent more than is printed.</summary>
    private static PrivacyReport Privacy(IReadOnlyList<SeedOutcome> outcomes) =>
        outcomes.SelectMany(outcome => outcome.Privacy).MaxBy(privacy => privacy.Epsilon)!;

    private static IReadOnlyList<StageReport> Stages(IReadOnlyList<SeedOutcome> outcomes) =>
        [.. outcomes.SelectMany(outcome => outcome.Stages).GroupBy(stage => stage.Name).Select(StageCounts.Sum)];

    private static IReadOnlyList<ClientReport> Clients(IReadOnlyList<SeedOutcome> outcomes, IReadOnlyList<Comparison> comparisons) =>
        [.. outcomes[0].Clients.Select((client, k) => new ClientReport(
            client.Name, client.Records,
            comparisons.ToDictionary(comparison => comparison, comparison => outcomes.Average(outcome => outcome.Scores[comparison][k].Accuracy)),
            outcomes.Max(outcome => outcome.Privacy[k].Epsilon)))];

    private static MachineReport Machine() => new(
        RuntimeInformation.OSDescription, RuntimeInformation.ProcessArchitecture.ToString(), Environment.ProcessorCount, RuntimeInformation.FrameworkDescription, TensorPlace.Name);
}
