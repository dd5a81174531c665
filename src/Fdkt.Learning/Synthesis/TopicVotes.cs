using Fdkt.Learning.Clustering;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;

namespace Fdkt.Learning.Synthesis;

/// <summary>The DP-votes mechanism: each record votes, in the row of its class, for the public topic closest to it; a noisy histogram is released.</summary>
/// <remarks>
/// One record moves one cell by one: sensitivity 1 under zero-out. Noise is an exact discrete Gaussian. Topics come from public text.
/// The idea is that of the DP nearest-neighbours histogram of Private Evolution (Lin et al. 2024, arXiv:2305.15560).
/// </remarks>
public static class TopicVotes
{
    /// <summary>Number of topics that suits a number of records: more records tell finer topics apart.</summary>
    /// <param name="records">Private records.</param>
    /// <param name="classes">Number of classes.</param>
    /// <returns>16 to 256.</returns>
    public static int DefaultTopics(int records, int classes) => (int)Math.Clamp(4 * Math.Sqrt(records) * Math.Max(1, classes / 8.0), 16, 256);

    /// <summary>Releases the noisy histogram and makes a scorer of it.</summary>
    /// <param name="encodings">Encodings of the private records.</param>
    /// <param name="labels">Class of each record.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="topics">Unit vectors from public text.</param>
    /// <param name="plan">One vote per record; what is charged.</param>
    /// <param name="random">Cryptographic source.</param>
    /// <returns>A scorer made of released values only.</returns>
    public static ILabelScorer Release(
        IReadOnlyList<float[]> encodings, IReadOnlyList<int> labels, int classes, IReadOnlyList<float[]> topics, HistogramPlan plan, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(encodings);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(topics);
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.VotesPerRecord != 1)
        {
            throw new ArgumentException($"The plan charges {plan.VotesPerRecord} votes per record; this mechanism casts 1.", nameof(plan));
        }

        if (plan.RecordCount != encodings.Count)
        {
            throw new ArgumentException($"The plan is for {plan.RecordCount} records, not {encodings.Count}.", nameof(plan));
        }

        long[] noisy = DpHistogram.Release(Count(encodings, labels, classes, topics), plan.CreateSampler(random));
        return new TopicVotesScorer(topics, [.. noisy.Chunk(classes).Select(row => row.Select(v => (double)v).ToArray())]);
    }

    /// <summary>Releases the noisy histogram of a plan whose mechanism is votes.</summary>
    /// <param name="encodings">Encodings of the private records.</param>
    /// <param name="labels">Class of each record.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="topics">Vectors from public text.</param>
    /// <param name="plan">What is charged.</param>
    /// <param name="random">Cryptographic source.</param>
    /// <returns>Topic by topic the noisy votes of each class, and the standard deviation of their noise.</returns>
    /// <exception cref="ArgumentException">The plan is for another mechanism.</exception>
    public static (long[] Votes, double NoiseStandardDeviation) NoisyVotes(
        IReadOnlyList<float[]> encodings, IReadOnlyList<int> labels, int classes, IReadOnlyList<float[]> topics, SynthesisPlan plan, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(encodings);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(topics);
        ArgumentNullException.ThrowIfNull(plan);
        return plan is { Votes: { VotesPerRecord: 1 } votes, Choice.Mechanism: SynthesisMechanism.Votes }
            ? (DpHistogram.Release(Count(encodings, labels, classes, topics), votes.CreateSampler(random)), votes.NoiseMultiplier)
            : throw new ArgumentException("The plan is not for one vote of each record.", nameof(plan));
    }

    /// <summary>What votes, with or without noise, say of a text.</summary>
    /// <param name="topics">Vectors from public text.</param>
    /// <param name="votes">[topic][class], of any sign.</param>
    /// <returns>The scorer.</returns>
    public static ILabelScorer Scorer(IReadOnlyList<float[]> topics, double[][] votes) => new TopicVotesScorer(topics, votes);

    /// <summary>The topic that a record votes for.</summary>
    /// <param name="encoding">Its encoding.</param>
    /// <param name="topics">Vectors from public text.</param>
    /// <returns>Number of the topic.</returns>
    public static int TopicOf(float[] encoding, IReadOnlyList<float[]> topics) => SphericalKMeans.Nearest(encoding, topics);

    /// <summary>The votes before noise: [topic][class], row by row. A record adds 1 to one cell, whatever its encoding.</summary>
    internal static long[] Count(IReadOnlyList<float[]> encodings, IReadOnlyList<int> labels, int classes, IReadOnlyList<float[]> topics)
    {
        var counts = new long[topics.Count * classes];
        for (int i = 0; i < encodings.Count; i++)
        {
            counts[SphericalKMeans.Nearest(encodings[i], topics) * classes + labels[i]]++;
        }

        return counts;
    }
}
