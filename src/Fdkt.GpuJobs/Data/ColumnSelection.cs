using Fdkt.Contracts.Json;
using Fdkt.Contracts.Rounds;

namespace Fdkt.GpuJobs.Data;

/// <summary>The columns that are read: those of the text in order, then that of the label where labels are read, then that of the user where users are.</summary>
internal sealed class ColumnSelection
{
    private const string DefaultTextColumn = "text";
    private const string DefaultLabelColumn = "label";
    private readonly string _file;

    public ColumnSelection(string file, DataSource source, bool labelled, ColumnReference? user = null)
    {
        _file = file;
        TextCount = source.Text?.Columns.Count ?? 1;
        IReadOnlyList<ColumnReference> text = source.Text?.Columns ?? [ColumnReference.ByName(DefaultTextColumn)];
        HasLabel = labelled;
        HasUser = user is not null;
        Columns = [.. text, .. labelled ? [source.Label ?? ColumnReference.ByName(DefaultLabelColumn)] : Array.Empty<ColumnReference>(), .. user is { } column ? [column] : Array.Empty<ColumnReference>()];
    }

    public IReadOnlyList<ColumnReference> Columns { get; }

    public int TextCount { get; }

    public bool HasLabel { get; }

    public bool HasUser { get; }

    public bool AnyByName => Columns.Any(column => column.Name is not null);

    /// <summary>Finds the selected columns in a header.</summary>
    /// <param name="names">The columns there are.</param>
    /// <returns>Index of each selected column.</returns>
    /// <exception cref="DataSourceException">A column is missing.</exception>
    public int[] Resolve(IReadOnlyList<string> names) => [.. Columns.Select(column => Resolve(column, names))];

    /// <summary>Finds the selected columns, all given by number, among nameless ones.</summary>
    /// <param name="count">Number of columns there are.</param>
    /// <returns>Index of each selected column.</returns>
    /// <exception cref="DataSourceException">A column is missing.</exception>
    public int[] Resolve(int count) => [.. Columns.Select(column => Resolve(column.Number ?? 0, count))];

    private int Resolve(ColumnReference column, IReadOnlyList<string> names)
    {
        if (column.Number is { } number)
        {
            return Resolve(number, names.Count);
        }

        string name = column.Name!;
        string[] trimmed = [.. names.Select(candidate => candidate.Trim())];
        int exact = Array.IndexOf(trimmed, name.Trim());
        if (exact >= 0)
        {
            return exact;
        }

        int[] alike = [.. Enumerable.Range(0, trimmed.Length).Where(i => string.Equals(trimmed[i], name.Trim(), StringComparison.OrdinalIgnoreCase))];
        if (alike.Length == 1)
        {
            return alike[0];
        }

        // A file without a header has its first row here, which is private: only a name that hardly differs from what was typed is repeated.
        string suggestion = NearestName.Find(name, trimmed) is { } nearest ? $"Did you mean \"{nearest}\"? " : string.Empty;
        throw new DataSourceException(
            _file,
            $"there is no column \"{name}\"",
            $"{suggestion}The first line has {trimmed.Length} columns. Columns may also be given by number from 1.");
    }

    private int Resolve(int number, int count) =>
        number >= 1 && number <= count
            ? number - 1
            : throw new DataSourceException(_file, $"there is no column {number}", $"The file has {count} columns, counted from 1.");
}
