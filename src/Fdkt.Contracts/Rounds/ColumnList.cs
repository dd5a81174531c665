using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Rounds;

/// <summary>One or more columns that together make a text. In JSON: one column, or a list of columns.</summary>
[JsonConverter(typeof(ColumnListConverter))]
public sealed class ColumnList
{
    /// <summary>Makes a list.</summary>
    /// <param name="columns">At least one column, in the order in which their fields are joined.</param>
    /// <exception cref="ArgumentException">There is no column.</exception>
    public ColumnList(params IReadOnlyList<ColumnReference> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0)
        {
            throw new ArgumentException("A text needs at least one column.", nameof(columns));
        }

        Columns = columns;
    }

    /// <summary>The columns in the order in which their fields are joined; at least one.</summary>
    public IReadOnlyList<ColumnReference> Columns { get; }

    /// <summary>Reads the command line's form: columns with commas between them.</summary>
    /// <param name="text">For example <c>title,description</c> or <c>2,3</c>.</param>
    /// <returns>The list.</returns>
    /// <exception cref="FormatException">A column is blank or is the number zero.</exception>
    public static ColumnList Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ColumnList([.. text.Split(',').Select(ColumnReference.Parse)]);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(',', Columns);
}
