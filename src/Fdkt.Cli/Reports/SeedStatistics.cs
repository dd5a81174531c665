using Fdkt.Contracts.Reports;
using MathNet.Numerics.Distributions;

namespace Fdkt.Cli.Reports;

/// <summary>Mean, spread and 95 % interval over seeds.</summary>
public static class SeedStatistics
{
    private const double UpperTail = 0.975;

    /// <summary>The arithmetic mean.</summary>
    /// <param name="values">At least one.</param>
    /// <returns>The mean.</returns>
    public static double Mean(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfZero(values.Count);
        return values.Average();
    }

    /// <summary>The sample standard deviation, with n − 1 in the denominator.</summary>
    /// <param name="values">At least one.</param>
    /// <returns>The deviation; NaN for one value.</returns>
    public static double StandardDeviation(IReadOnlyList<double> values)
    {
        double mean = Mean(values);
        return values.Count == 1 ? double.NaN : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    /// <summary>The 95 % interval of the mean by Student's t with n − 1 degrees of freedom.</summary>
    /// <param name="values">At least one.</param>
    /// <returns>The interval; <see cref="Interval.Unknown"/> for one value.</returns>
    public static Interval Interval95(IReadOnlyList<double> values)
    {
        double mean = Mean(values);
        if (values.Count == 1)
        {
            return Interval.Unknown;
        }

        double half = StudentT.InvCDF(0, 1, values.Count - 1, UpperTail) * StandardDeviation(values) / Math.Sqrt(values.Count);
        return new Interval(mean - half, mean + half);
    }

    /// <summary>The lift of one method over another, paired by seed, in percentage points.</summary>
    /// <param name="accuracies">Accuracy in [0, 1] for each seed.</param>
    /// <param name="baseline">That of the other method for the same seeds in the same order.</param>
    /// <returns>Mean difference and its 95 % interval.</returns>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static LiftReport Lift(IReadOnlyList<double> accuracies, IReadOnlyList<double> baseline)
    {
        ArgumentNullException.ThrowIfNull(accuracies);
        ArgumentNullException.ThrowIfNull(baseline);
        if (accuracies.Count != baseline.Count)
        {
            throw new ArgumentException($"{accuracies.Count} accuracies cannot be paired with {baseline.Count}.", nameof(baseline));
        }

        double[] points = [.. accuracies.Zip(baseline, (accuracy, other) => 100 * (accuracy - other))];
        return new LiftReport(Mean(points), Interval95(points));
    }
}
