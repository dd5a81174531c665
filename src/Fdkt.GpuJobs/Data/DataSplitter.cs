namespace Fdkt.GpuJobs.Data;

/// <summary>Splits one file into parts. The split depends on the order of the rows alone, not on the seed of a run, so that all seeds share it.</summary>
internal static class DataSplitter
{
    private const int Seed = 20240514;

    /// <summary>Holds out a test set, stratified: each label gives its share, and keeps at least one row.</summary>
    public static (IReadOnlyList<T> Kept, IReadOnlyList<T> HeldOut) HoldOut<T>(IReadOnlyList<T> rows, Func<T, string> labelOf, double fraction)
    {
        var random = new Random(Seed);
        var heldOut = new HashSet<int>();
        foreach (int[] ofLabel in Enumerable.Range(0, rows.Count)
            .GroupBy(index => labelOf(rows[index]), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.ToArray()))
        {
            random.Shuffle(ofLabel);
            // A label of two rows or more is tested on at least once; one of a single row is kept to learn from.
            int count = ofLabel.Length == 1 ? 0 : Math.Clamp((int)Math.Round(ofLabel.Length * fraction), 1, ofLabel.Length - 1);
            heldOut.UnionWith(ofLabel.Take(count));
        }

        return (
            [.. Enumerable.Range(0, rows.Count).Where(index => !heldOut.Contains(index)).Select(index => rows[index])],
            [.. heldOut.Order().Select(index => rows[index])]);
    }

    /// <summary>
    /// Takes rows for the public corpus, uniformly and without regard to their labels, with one exception: where a label would
    /// lose its last private row, its first row is kept back. Frequent labels are never touched by that.
    /// </summary>
    public static (IReadOnlyList<T> Kept, IReadOnlyList<T> Public, int KeptBack) TakePublic<T>(IReadOnlyList<T> rows, Func<T, string> labelOf, int count)
    {
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        new Random(Seed + 1).Shuffle(order);
        var taken = order.Take(count).ToHashSet();
        var withPrivateRow = order.Skip(count).Select(index => labelOf(rows[index])).ToHashSet(StringComparer.Ordinal);
        int keptBack = 0;
        foreach (int index in order.Take(count).Order())
        {
            if (withPrivateRow.Add(labelOf(rows[index])))
            {
                taken.Remove(index);
                keptBack++;
            }
        }

        return (
            [.. Enumerable.Range(0, rows.Count).Where(index => !taken.Contains(index)).Select(index => rows[index])],
            [.. taken.Order().Select(index => rows[index])],
            keptBack);
    }
}
