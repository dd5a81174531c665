using Fdkt.Contracts.Ledgers;
using Fdkt.Privacy;
using Fdkt.Privacy.Accounting;

namespace Fdkt.GpuJobs.Clients;

/// <summary>What a ledger charged, as it stands in a manifest, and back.</summary>
public static class LedgerSpendings
{
    private const string Sampled = "sampledGaussian";
    private const string GroupSampled = "groupSampledGaussian";
    private const string Gaussian = "gaussian";
    private const string Discrete = "discreteGaussian";

    /// <summary>Events, equal ones counted.</summary>
    /// <param name="events">The events.</param>
    public static IReadOnlyList<LedgerSpending> Of(IEnumerable<PrivacyEvent> events) => [.. events.CountBy(e => e).Select(pair => Of(pair.Key, pair.Value))];

    /// <summary>The events, one by one.</summary>
    /// <param name="spending">What stands in a manifest.</param>
    /// <exception cref="NotSupportedException">A mechanism that this version cannot charge.</exception>
    /// <exception cref="PrivacyParameterException">A value out of its range.</exception>
    public static IEnumerable<PrivacyEvent> Events(LedgerSpending spending)
    {
        ArgumentNullException.ThrowIfNull(spending);
        return Enumerable.Repeat(Event(spending), spending.Times);
    }

    private static LedgerSpending Of(PrivacyEvent releases, int times) => releases switch
    {
        SampledGaussianEvent e => new LedgerSpending(Sampled, e.SamplingProbability, e.NoiseMultiplier, e.Steps, null, times),
        GroupSampledGaussianEvent e => new LedgerSpending(GroupSampled, e.SamplingProbability, e.NoiseMultiplier, e.Steps, e.GroupSize, times),
        GaussianEvent e => new LedgerSpending(Gaussian, null, e.NoiseMultiplier, e.Count, null, times),
        DiscreteGaussianEvent e => new LedgerSpending(Discrete, null, e.NoiseMultiplier, e.Count, null, times),
        _ => throw new NotSupportedException($"The event '{releases.GetType().Name}' has no form in a manifest."),
    };

    private static PrivacyEvent Event(LedgerSpending spending) => spending switch
    {
        { Mechanism: Sampled, SamplingProbability: { } q } => new SampledGaussianEvent(q, spending.NoiseMultiplier, spending.Count),
        { Mechanism: GroupSampled, SamplingProbability: { } q, GroupSize: { } size } => new GroupSampledGaussianEvent(q, spending.NoiseMultiplier, spending.Count, size),
        { Mechanism: Gaussian } => new GaussianEvent(spending.NoiseMultiplier, spending.Count),
        { Mechanism: Discrete } => new DiscreteGaussianEvent(spending.NoiseMultiplier, spending.Count),
        _ => throw new NotSupportedException($"This version can't charge the mechanism '{spending.Mechanism}' that a release names."),
    };
}
