namespace Fdkt.Privacy.Accounting;

/// <summary>Equal mechanisms counted once with the sum of their releases, so that composing a long history stays cheap.</summary>
internal static class EventGroups
{
    /// <summary>
    /// The same releases in fewer events, in order of first appearance. Not for the account without sampling: there each run
    /// starts its own passes.
    /// </summary>
    public static IReadOnlyList<PrivacyEvent> Merge(IEnumerable<PrivacyEvent> events)
    {
        var merged = new List<PrivacyEvent>();
        foreach (IGrouping<PrivacyEvent, PrivacyEvent> group in events.GroupBy(WithoutCount))
        {
            long left = group.Sum(CountOf);
            for (; left > int.MaxValue; left -= int.MaxValue)
            {
                merged.Add(WithCount(group.Key, int.MaxValue));
            }

            merged.Add(WithCount(group.Key, (int)left));
        }

        return merged;
    }

    private static PrivacyEvent WithoutCount(PrivacyEvent releases) => WithCount(releases, 1);

    private static long CountOf(PrivacyEvent releases) => releases switch
    {
        SampledGaussianEvent e => e.Steps,
        GroupSampledGaussianEvent e => e.Steps,
        GaussianEvent e => e.Count,
        DiscreteGaussianEvent e => e.Count,
        _ => throw new NotSupportedException($"The accountant knows no event '{releases.GetType().Name}'."),
    };

    private static PrivacyEvent WithCount(PrivacyEvent releases, int count) => releases switch
    {
        SampledGaussianEvent e => new SampledGaussianEvent(e.SamplingProbability, e.NoiseMultiplier, count),
        GroupSampledGaussianEvent e => new GroupSampledGaussianEvent(e.SamplingProbability, e.NoiseMultiplier, count, e.GroupSize),
        GaussianEvent e => new GaussianEvent(e.NoiseMultiplier, count),
        DiscreteGaussianEvent e => new DiscreteGaussianEvent(e.NoiseMultiplier, count),
        _ => throw new NotSupportedException($"The accountant knows no event '{releases.GetType().Name}'."),
    };
}
