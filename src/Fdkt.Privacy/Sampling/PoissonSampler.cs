using System.Runtime.InteropServices;
using Fdkt.Privacy.Noise;

namespace Fdkt.Privacy.Sampling;

/// <summary>Poisson sampling: each step, each record enters by its own independent coin.</summary>
/// <remarks>
/// Amplification by sampling is proved for this and not for shuffled batches of fixed size. Draws have mean qn and
/// variance q(1 − q)n; empty ones occur and must take their noisy step like any other. Thread-safe if its source is.
/// </remarks>
public sealed class PoissonSampler
{
    // Coins are tossed in blocks that stay in the cache.
    private const int BlockCoins = 4096;

    private readonly IRandomSource _source;
    private readonly ulong _threshold;

    /// <summary>A sampler over record indices 0 … recordCount − 1.</summary>
    /// <param name="recordCount">At least 0.</param>
    /// <param name="samplingProbability">q in [0, 1].</param>
    /// <param name="source">Uniform bytes; a cryptographic source wherever the draw protects privacy.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative count, or q outside [0, 1] or NaN.</exception>
    public PoissonSampler(int recordCount, double samplingProbability, IRandomSource source)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(recordCount);
        ArgumentNullException.ThrowIfNull(source);
        if (!(samplingProbability is >= 0.0 and <= 1.0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(samplingProbability), samplingProbability, "The sampling probability must lie in [0, 1].");
        }

        RecordCount = recordCount;
        SamplingProbability = samplingProbability;
        _source = source;

        // A coin is 64 bits below ⌊q·2^64⌋: exact for q ≥ 2^-12, below that never more likely than q says. q of 1 tosses none.
        _threshold = (ulong)Math.ScaleB(samplingProbability, 64);
    }

    /// <summary>Number of records n.</summary>
    public int RecordCount { get; }

    /// <summary>Probability q of each record at each step.</summary>
    public double SamplingProbability { get; }

    /// <summary>Draws the records of one step, independent of every other step.</summary>
    /// <returns>Ascending, distinct indices; empty with probability (1 − q)^n.</returns>
    public int[] Next()
    {
        if (SamplingProbability >= 1.0)
        {
            return [.. Enumerable.Range(0, RecordCount)];
        }

        var chosen = new List<int>();
        var coins = new ulong[BlockCoins];
        for (int start = 0; start < RecordCount; start += BlockCoins)
        {
            Span<ulong> block = coins.AsSpan(0, Math.Min(BlockCoins, RecordCount - start));
            _source.Fill(MemoryMarshal.AsBytes(block));
            for (int i = 0; i < block.Length; i++)
            {
                if (block[i] < _threshold)
                {
                    chosen.Add(start + i);
                }
            }
        }

        return [.. chosen];
    }
}
