namespace Fdkt.Learning.Students;

/// <summary>Features with classes and the weights that make classes count the same.</summary>
internal sealed class StudentRows
{
    public StudentRows(SparseRows rows, IReadOnlyList<int> labels, int classes)
    {
        Rows = rows;
        Labels = labels;
        Classes = classes;
        var counts = new int[classes];
        foreach (int label in labels)
        {
            counts[label]++;
        }

        int present = counts.Count(count => count > 0);
        BalancedWeights = [.. labels.Select(label => (double)labels.Count / (present * counts[label]))];
    }

    public SparseRows Rows { get; }

    public IReadOnlyList<int> Labels { get; }

    public int Classes { get; }

    /// <summary>Per row n / (classes present · rows of its class); they sum to n.</summary>
    public IReadOnlyList<double> BalancedWeights { get; }

    public StudentRows Where(Func<int, bool> keep)
    {
        int[] rows = [.. Enumerable.Range(0, Rows.Count).Where(keep)];
        return new StudentRows(Rows.Select(rows), [.. rows.Select(i => Labels[i])], Classes);
    }
}
