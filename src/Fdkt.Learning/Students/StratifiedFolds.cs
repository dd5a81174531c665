namespace Fdkt.Learning.Students;

/// <summary>Deals rows to folds so that each fold has its share of every class.</summary>
public static class StratifiedFolds
{
    /// <summary>Fold of each row. A class with one row never leaves training, so it is in no fold (−1).</summary>
    /// <param name="labels">Class of each row.</param>
    /// <param name="folds">Number of folds.</param>
    /// <param name="seed">Of the deal.</param>
    /// <returns>Per row its fold, from 0, or −1.</returns>
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
