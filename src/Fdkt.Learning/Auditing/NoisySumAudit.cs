using Fdkt.Learning.Synthesis;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;

namespace Fdkt.Learning.Auditing;

/// <summary>
/// Audits the mechanisms that release noisy sums, in one run: the auditor sees every noisy value. They go through the release as it is. Every canary has a class of its
/// own, so that canaries do not disturb one another and each is a trial of its own.
/// </summary>
public static class NoisySumAudit
{
    private const int Dimension = 4;

    // Encodings that are this much too long show a release that does not bound them.
    private const float Overlong = 10f;

    /// <summary>Bounds ε of the class means from below.</summary>
    /// <param name="canaries">Number of canaries, each in by a fair coin.</param>
    /// <param name="noiseMultiplier">σ of the claim.</param>
    /// <param name="claim">The claim, by <see cref="AuditClaim.OfGaussian"/>.</param>
    /// <param name="source">A cryptographic source, unless in a test.</param>
    /// <param name="build">What to break; batches are not drawn, so <see cref="MechanismFault.Shuffled"/> is refused.</param>
    /// <returns>The bounds.</returns>
    public static AuditBounds ClassMeansBounds(int canaries, double noiseMultiplier, AuditClaim claim, IRandomSource source, AuditedBuild build = default)
    {
        double run = Math.Max(ClassMeans.MinimumNoiseMultiplier, build.Fault switch
        {
            MechanismFault.NoNoise => 0.0,
            // Ten times too long against the same noise is as long as it should be against a tenth of it.
            MechanismFault.NoClipping => noiseMultiplier / Overlong,
            MechanismFault.Shuffled => throw new ArgumentOutOfRangeException(nameof(build), build.Fault, "Nothing is sampled here."),
            _ => noiseMultiplier / build.Divisor,
        });
        var coins = new CanaryCoins(canaries, source);
        IReadOnlyList<int> members = coins.Members;
        float[] encoding = [.. Enumerable.Repeat(Overlong / MathF.Sqrt(Dimension), Dimension)];
        long[] sums = ClassMeans.NoisySums([.. members.Select(_ => encoding)], members, canaries, Dimension, run, source);

        // Along the direction of the encodings, in units of the longest that may enter.
        double unit = ClassMeans.Scale * Math.Sqrt(Dimension);
        return coins.Bounds([.. Enumerable.Range(0, canaries).Select(i => sums.AsSpan(i * Dimension, Dimension).ToArray().Sum() / unit)], claim);
    }

    /// <summary>Bounds ε of the votes from below.</summary>
    /// <param name="plan">What is claimed; its records are the canaries.</param>
    /// <param name="claim">The same as a claim, by <see cref="AuditClaim.Of(HistogramPlan, double)"/>.</param>
    /// <param name="source">A cryptographic source, unless in a test.</param>
    /// <param name="build">What to break: the noise. A vote is a vote, so there is nothing to clip or to sample.</param>
    /// <returns>The bounds.</returns>
    public static AuditBounds VotesBounds(HistogramPlan plan, AuditClaim claim, IRandomSource source, AuditedBuild build = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (build.Fault is MechanismFault.NoClipping or MechanismFault.Shuffled)
        {
            throw new ArgumentOutOfRangeException(nameof(build), build.Fault, "Votes are neither clipped nor sampled.");
        }

        int canaries = plan.RecordCount;
        var coins = new CanaryCoins(canaries, source);
        IReadOnlyList<int> members = coins.Members;
        float[] topic = [1f];
        long[] counts = TopicVotes.Count([.. members.Select(_ => topic)], members, canaries, [topic]);
        DiscreteGaussianSampler sampler = build.Fault == MechanismFault.NoNoise
            ? new DiscreteGaussianSampler(0, 1, source)
            : new HistogramPlan(canaries, plan.VotesPerRecord, plan.NoiseMultiplier / build.Divisor, plan.Delta).CreateSampler(source);
        long[] noisy = DpHistogram.Release(counts, sampler);

        // Equal counts are guessed in an order of the auditor's own choice: the fraction is under half a count.
        var order = new byte[canaries];
        source.Fill(order);
        return coins.Bounds([.. noisy.Zip(order, (count, fraction) => count + (fraction / 1024.0))], claim);
    }
}
