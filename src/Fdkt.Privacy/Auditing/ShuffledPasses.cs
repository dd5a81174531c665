using Fdkt.Privacy.Noise;

namespace Fdkt.Privacy.Auditing;

/// <summary>Batches cut from shuffled passes, which no plan accounts for: the sampling that audits break on purpose.</summary>
/// <param name="recordCount">n, at least the batch size.</param>
/// <param name="batchSize">Records of a batch, at least 1.</param>
/// <param name="source">Uniform bytes.</param>
public sealed class ShuffledPasses(int recordCount, int batchSize, IRandomSource source)
{
    private readonly int[] _order = [.. Enumerable.Range(0, recordCount)];
    private int _step;

    /// <summary>The next batch.</summary>
    /// <returns>Numbers of records.</returns>
    public int[] Next()
    {
        int batch = _step++ % (recordCount / batchSize);
        if (batch == 0)
        {
            var coins = new ExactCoins(source);
            for (int i = _order.Length - 1; i > 0; i--)
            {
                int other = (int)coins.Uniform((ulong)i + 1);
                (_order[i], _order[other]) = (_order[other], _order[i]);
            }
        }

        return _order[(batch * batchSize)..((batch + 1) * batchSize)];
    }
}
