using Fdkt.Learning.Synthesis;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;

namespace Fdkt.Learning.Auditing;

/// <summary>
/// Audits the mechanisms that release noisy sums, in one run: the auditor sees every noisy value. They go through the release as it is. Every canary has a class of its
/// own, so that canaries do not disturb one another.
/// </summary>
public static class NoisySumAudit
{
    private const int Dimension = 8;

    // Encodings that are this much too long show a release that does not bound them.
    private const float Overlong = 10f;

    /// <summary>Bounds ε of the class means from below.</summary>
    /// <param name="canaries">Number of canaries, each in by a fair coin.</param>
    /// <param name="noiseMultiplier">σ of the claim.</param>
    /// <param name="delta">δ of the claim.</param>
    /// <param name="source">A cryptographic source, unless in a test.</param>
    /// <param name="significance">Chance of refuting a true claim, in (0, 1).</param>
    /// <param name="fault">What to break; batches are not drawn, so <see cref="MechanismFault.Shuffled"/> is refused.</param>
    /// <returns>The bound.</returns>
    public static double ClassMeansBound(
        int canaries, double noiseMultiplier, double delta, IRandomSource source, double significance = 0.05, MechanismFault fault = MechanismFault.None)
    {
        double run = fault switch
        {
            MechanismFault.None => noiseMultiplier,
            MechanismFault.NoNoise => ClassMeans.MinimumNoiseMultiplier,
            // Ten times too long against the same noise is as long as it should be against a tenth of it.
            MechanismFault.NoClipping => Math.Max(ClassMeans.MinimumNoiseMultiplier, noiseMultiplier / Overlong),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Nothing is sampled here."),
        };
        var coins = new CanaryCoins(canaries, source);
        IReadOnlyList<int> members = coins.Members;
        float[] encoding = [.. Enumerable.Repeat(Overlong / MathF.Sqrt(Dimension), Dimension)];
        long[] sums = ClassMeans.NoisySums([.. members.Select(_ => encoding)], members, canaries, Dimension, run, source);
        return coins.LowerBound([.. Enumerable.Range(0, canaries).Select(i => (double)sums.Skip(i * Dimension).Take(Dimension).Sum())], significance, delta);
    }

    /// <summary>Bounds ε of the votes from below.</summary>
    /// <param name="claim">The claim; its records are the canaries.</param>
    /// <param name="source">A cryptographic source, unless in a test.</param>
    /// <param name="significance">Chance of refuting a true claim, in (0, 1).</param>
    /// <param name="fault">What to break: the noise. A vote is a vote, so there is nothing to clip or to sample.</param>
    /// <returns>The bound.</returns>
    public static double VotesBound(HistogramPlan claim, IRandomSource source, double significance = 0.05, MechanismFault fault = MechanismFault.None)
    {
        ArgumentNullException.ThrowIfNull(claim);
        if (fault is not (MechanismFault.None or MechanismFault.NoNoise))
        {
            throw new ArgumentOutOfRangeException(nameof(fault), fault, "Votes are neither clipped nor sampled.");
        }

        int canaries = claim.RecordCount;
        var coins = new CanaryCoins(canaries, source);
        IReadOnlyList<int> members = coins.Members;
        float[] topic = [1f];
        long[] counts = TopicVotes.Count([.. members.Select(_ => topic)], members, canaries, [topic]);
        DiscreteGaussianSampler sampler = fault == MechanismFault.NoNoise ? new DiscreteGaussianSampler(0, 1, source) : claim.CreateSampler(source);
        long[] noisy = DpHistogram.Release(counts, sampler);

        // Equal counts are guessed in an order of the auditor's own choice: the fraction is less than a count.
        var order = new byte[canaries];
        source.Fill(order);
        return coins.LowerBound([.. noisy.Zip(order, (count, fraction) => count + (fraction / 512.0))], significance, claim.Delta);
    }
}
