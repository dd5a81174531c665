namespace Fdkt.Learning.Pretraining;

/// <summary>Groups texts of similar length, so that little of a batch is padding.</summary>
public static class LengthBucketing
{
    /// <summary>Shuffles, sorts by length within windows of many batches, cuts into batches and shuffles those.</summary>
    /// <param name="lengths">Tokens of each text.</param>
    /// <param name="batchSize">Texts per batch. At least 1; the last batch of a window may be smaller.</param>
    /// <param name="random">Seeded source of the order.</param>
    /// <param name="window">Batches sorted together. Default 32: nearly no padding, and a batch still mixes what it holds.</param>
    /// <returns>Indices of the texts of each batch; every text once.</returns>
    public static IReadOnlyList<int[]> Batches(IReadOnlyList<int> lengths, int batchSize, Random random, int window = 32)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        int[] order = [.. Enumerable.Range(0, lengths.Count)];
        random.Shuffle(order);
        var batches = new List<int[]>();
        foreach (int[] part in order.Chunk(batchSize * window))
        {
            Array.Sort(part, (a, b) => lengths[a] != lengths[b] ? lengths[a].CompareTo(lengths[b]) : a.CompareTo(b));
            batches.AddRange(part.Chunk(batchSize));
        }

        int[][] result = [.. batches];
        random.Shuffle(result);
        return result;
    }
}
