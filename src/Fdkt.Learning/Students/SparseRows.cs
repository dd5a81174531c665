namespace Fdkt.Learning.Students;

/// <summary>Rows of features, each a list of (column, value) pairs. Immutable by convention.</summary>
/// <param name="Columns">Number of columns.</param>
/// <param name="Indices">Columns of each row's values, ascending.</param>
/// <param name="Values">The values, in the order of <paramref name="Indices"/>.</param>
public sealed record SparseRows(int Columns, IReadOnlyList<int[]> Indices, IReadOnlyList<float[]> Values)
{
    /// <summary>Number of rows.</summary>
    public int Count => Indices.Count;

    /// <summary>Dense vectors as rows.</summary>
    /// <param name="vectors">Vectors of one length.</param>
    /// <param name="columns">That length; needed where there are none.</param>
    /// <returns>The rows; values are shared, not copied.</returns>
    public static SparseRows FromDense(IReadOnlyList<float[]> vectors, int columns)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        int[] all = [.. Enumerable.Range(0, columns)];
        return new SparseRows(columns, [.. vectors.Select(_ => all)], vectors);
    }

    /// <summary>Some of the rows.</summary>
    /// <param name="rows">Row numbers, in the order wanted.</param>
    /// <returns>Those rows.</returns>
    public SparseRows Select(IEnumerable<int> rows)
    {
        int[] chosen = [.. rows];
        return new SparseRows(Columns, [.. chosen.Select(i => Indices[i])], [.. chosen.Select(i => Values[i])]);
    }

    /// <summary>These rows, then others of the same columns.</summary>
    /// <param name="other">The rows to follow.</param>
    /// <returns>All rows.</returns>
    public SparseRows Concat(SparseRows other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Columns != Columns
            ? throw new ArgumentException($"{other.Columns} columns cannot follow {Columns}.", nameof(other))
            : new SparseRows(Columns, [.. Indices, .. other.Indices], [.. Values, .. other.Values]);
    }
}
