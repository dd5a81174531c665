using Fdkt.Learning.Students;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;

namespace Fdkt.Learning.Synthesis;

/// <summary>The client's class mix, through a histogram with exact discrete Gaussian noise.</summary>
internal static class ClassMix
{
    /// <summary>Part of ε that the histogram may cost on its own. Counts need little.</summary>
    private const double Share = 0.1;

    /// <summary>Part of an even share that every class gets, whatever its count: no class vanishes.</summary>
    private const double Least = 0.1;

    /// <summary>The plan of the histogram, or null where the mix is uniform.</summary>
    public static HistogramPlan? Plan(int records, ClientSynthesisOptions options) =>
        options.LabelMix == LabelMix.Matched ? HistogramPlan.Calibrate(records, 1, options.Epsilon * Share, options.Delta, recordsPerUnit: options.RecordsPerUnit) : null;

    /// <summary>Demonstrations wanted of each class. Reads the private labels, once, through the plan's noise.</summary>
    public static IReadOnlyList<int> Release(IReadOnlyList<Example> rows, int classes, int perLabel, HistogramPlan plan, IRandomSource random)
    {
        var counts = new long[classes];
        foreach (Example row in rows)
        {
            counts[row.Label]++;
        }

        return Quotas(DpHistogram.Release(counts, plan.CreateSampler(random)), perLabel);
    }

    /// <summary>Shares out as many demonstrations as an even mix would have. Post-processing of noisy counts; those below 0 count as 0.</summary>
    public static IReadOnlyList<int> Quotas(IReadOnlyList<long> noisy, int perLabel)
    {
        double total = noisy.Sum(count => (double)Math.Max(0, count));
        int least = Math.Max(1, (int)(perLabel * Least));
        return [.. noisy.Select(count => total > 0 ? Math.Max(least, (int)Math.Round(perLabel * noisy.Count * (Math.Max(0, count) / total))) : perLabel)];
    }
}
