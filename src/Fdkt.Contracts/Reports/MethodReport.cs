using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Reports;

/// <summary>One row of the table: a way of training, over all clients and seeds.</summary>
/// <param name="Name">Which.</param>
/// <param name="Title">The same in words.</param>
/// <param name="AccuracyMean">Mean test accuracy over seeds, in [0, 1]; a seed's value is the mean over its clients.</param>
/// <param name="AccuracyStd">Sample standard deviation over seeds; NaN for one seed.</param>
/// <param name="Ci95">95 % interval of the mean over seeds (Student t); NaN ends for one seed.</param>
/// <param name="MacroF1Mean">Mean over seeds of the unweighted mean of F1 over classes, in [0, 1].</param>
/// <param name="PerSeed">Accuracy of each seed, in the order of <see cref="RunReport.Seeds"/>.</param>
/// <param name="LiftPoints">Mean paired difference to private-only, in percentage points; 0 for private-only itself.</param>
/// <param name="LiftCi95">95 % interval of that difference (paired, Student t), in percentage points.</param>
public sealed record MethodReport(
    Comparison Name,
    string Title,
    double AccuracyMean,
    double AccuracyStd,
    Interval Ci95,
    double MacroF1Mean,
    IReadOnlyList<double> PerSeed,
    double LiftPoints,
    Interval LiftCi95);
