namespace Fdkt.Learning.Students;

/// <summary>Deals rows to folds so that each fold has its share of every class.</summary>
internal static class StratifiedFolds
{
    /// <summary>Fold of each row. A class with one row never leaves training, so it is in no fold (−1).</summary>
    public static int[] Assign(IReadOnlyList<int> labels, int folds, int seed)
    {
        var random = new Random(seed);
        var result = new int[labels.Count];
        int next = 0;
        foreach (IGrouping<int, int> group in Enumerable.Range(0, labels.Count).GroupBy(i => labels[i]).OrderBy(group => group.Key))
        {
            int[] rows = [.. group];
            random.Shuffle(rows);
            foreach (int row in rows)
            {
                result[row] = rows.Length == 1 ? -1 : next++ % folds;
            }
        }

        return result;
    }
}
