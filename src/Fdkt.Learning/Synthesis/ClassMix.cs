using Fdkt.Learning.Students;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;

namespace Fdkt.Learning.Synthesis;

/// <summary>The client's class mix, through a histogram with exact discrete Gaussian noise.</summary>
public static class ClassMix
{
    /// <summary>Part of ε that the histogram may cost on its own. Counts need little.</summary>
    private const double Share = 0.1;

    /// <summary>Part of an even share that every class gets, whatever its count: no class vanishes.</summary>
    private const double Least = 0.1;

    /// <summary>Demonstrations that a plan wants of each class; where it has a histogram of classes, this is its release.</summary>
    /// <param name="rows">The private rows.</param>
    /// <param name="plan">What is charged.</param>
    /// <param name="random">Cryptographic source.</param>
    /// <returns>One number per class.</returns>
    public static IReadOnlyList<int> Wanted(IReadOnlyList<Example> rows, SynthesisPlan plan, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Mix is { } mix
            ? Release(rows, plan.Classes, plan.Options.Demos.PerLabel, mix, random)
            : [.. Enumerable.Repeat(plan.Options.Demos.PerLabel, plan.Classes)];
    }

    /// <summary>The plan of the histogram, or null where the mix is uniform.</summary>
    internal static HistogramPlan? Plan(int records, ClientSynthesisOptions options) =>
        options.LabelMix == LabelMix.Matched ? HistogramPlan.Calibrate(records, 1, options.Epsilon * Share, options.Delta, recordsPerUnit: options.RecordsPerUnit) : null;

    /// <summary>Demonstrations wanted of each class. Reads the private labels, once, through the plan's noise.</summary>
    internal static IReadOnlyList<int> Release(IReadOnlyList<Example> rows, int classes, int perLabel, HistogramPlan plan, IRandomSource random)
    {
        var counts = new long[classes];
        foreach (Example row in rows)
        {
            counts[row.Label]++;
        }

        return Quotas(DpHistogram.Release(counts, plan.CreateSampler(random)), perLabel);
    }

    /// <summary>Shares out as many demonstrations as an even mix would have. Post-processing of noisy counts; those below 0 count as 0.</summary>
    internal static IReadOnlyList<int> Quotas(IReadOnlyList<long> noisy, int perLabel)
    {
        double total = noisy.Sum(count => (double)Math.Max(0, count));
        int least = Math.Max(1, (int)(perLabel * Least));
        return [.. noisy.Select(count => total > 0 ? Math.Max(least, (int)Math.Round(perLabel * noisy.Count * (Math.Max(0, count) / total))) : perLabel)];
    }
}
