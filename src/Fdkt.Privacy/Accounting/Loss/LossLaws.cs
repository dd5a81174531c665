namespace Fdkt.Privacy.Accounting.Loss;

/// <summary>Sorts events into as few loss laws as possible.</summary>
internal static class LossLaws
{
    /// <summary>
    /// σ of the one Gaussian release that equals all plain Gaussian releases among the events; +∞ if there are none.
    /// </summary>
    public static double MergedGaussian(IEnumerable<PrivacyEvent> events)
    {
        double precision = events.Sum(e => e switch
        {
            GaussianEvent g => g.Count / (g.NoiseMultiplier * g.NoiseMultiplier),
            SampledGaussianEvent { SamplingProbability: 1.0 } s => s.Steps / (s.NoiseMultiplier * s.NoiseMultiplier),
            _ => 0.0,
        });
        return 1.0 / Math.Sqrt(precision);
    }

    /// <summary>The laws of events that are not void and have noise.</summary>
    public static IReadOnlyList<LawCount> Of(IReadOnlyList<PrivacyEvent> events)
    {
        var laws = new List<LawCount>();
        double merged = MergedGaussian(events);
        if (double.IsFinite(merged))
        {
            laws.Add(new LawCount(new SampledGaussianLoss(1.0, merged), 1));
        }

        foreach (var group in events.OfType<SampledGaussianEvent>().Where(e => e.SamplingProbability < 1.0)
            .GroupBy(e => (e.SamplingProbability, e.NoiseMultiplier)))
        {
            laws.Add(new LawCount(
                new SampledGaussianLoss(group.Key.SamplingProbability, group.Key.NoiseMultiplier),
                group.Sum(e => (long)e.Steps)));
        }

        foreach (var group in events.OfType<GroupSampledGaussianEvent>().GroupBy(e => (e.SamplingProbability, e.NoiseMultiplier, e.GroupSize)))
        {
            laws.Add(new LawCount(
                new GroupSampledGaussianLoss(group.Key.SamplingProbability, group.Key.NoiseMultiplier, group.Key.GroupSize),
                group.Sum(e => (long)e.Steps)));
        }

        foreach (var group in events.OfType<DiscreteGaussianEvent>().GroupBy(e => e.NoiseMultiplier))
        {
            laws.Add(new LawCount(new DiscreteGaussianLoss(group.Key), group.Sum(e => (long)e.Count)));
        }

        return laws;
    }
}
