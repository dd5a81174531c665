using Fdkt.Contracts.Datasets;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Stages;

/// <summary>Classes by name outside, by number inside.</summary>
public static class LabelNumbers
{
    /// <summary>Rows with the number of their class.</summary>
    /// <param name="rows">Rows whose labels are all among <paramref name="labels"/>.</param>
    /// <param name="labels">The class names.</param>
    /// <returns>The rows in order.</returns>
    /// <exception cref="KeyNotFoundException">A label is not among the names.</exception>
    public static IReadOnlyList<Example> Number(IReadOnlyList<LabelledText> rows, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Dictionary<string, int> index = labels.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        return [.. rows.Select(row => new Example(row.Text, index[row.Label]))];
    }

    /// <summary>Rows with the name of their class.</summary>
    /// <param name="rows">Rows with numbers below the number of names.</param>
    /// <param name="labels">The class names.</param>
    /// <returns>The rows in order.</returns>
    public static IReadOnlyList<LabelledText> Name(IReadOnlyList<Example> rows, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(labels);
        return [.. rows.Select(row => new LabelledText(row.Text, labels[row.Label]))];
    }
}
