namespace Fdkt.Contracts.Rounds;

/// <summary>A file of labelled rows.</summary>
/// <param name="Path">The file, relative to the folder of the round file. Required.</param>
/// <param name="Format">csv, jsonl or parquet; left out, taken from the file's ending, with .gz in mind.</param>
/// <param name="Header">Whether a CSV file has a header line: true, false or "auto"; left out, auto.</param>
/// <param name="Text">The column or columns that make the text, by name or by number from 1; left out, the column named "text".</param>
/// <param name="Label">The column of the class, by name or by number from 1; left out, the column named "label".</param>
/// <param name="LabelMap">Raw label to class name; a raw label that is not in the map keeps its name.</param>
/// <param name="Delimiter">The character between CSV fields, or "tab"; left out, a comma (a tab where the file ends in .tsv).</param>
/// <param name="Join">What goes between several text columns; left out, one space.</param>
public sealed record DataSource(
    string? Path = null,
    DataFormat? Format = null,
    HeaderMode? Header = null,
    ColumnList? Text = null,
    ColumnReference? Label = null,
    IReadOnlyDictionary<string, string>? LabelMap = null,
    string? Delimiter = null,
    TextJoin? Join = null)
{
    /// <summary>Fills what this source leaves out from another.</summary>
    /// <param name="other">Usually train. Its path is never taken, and its format only where the two files end alike.</param>
    /// <returns>The completed source.</returns>
    public DataSource InheritFrom(DataSource other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with
        {
            Format = Format ?? (SameEnding(Path, other.Path) ? other.Format : null),
            Header = Header ?? other.Header,
            Text = Text ?? other.Text,
            Label = Label ?? other.Label,
            LabelMap = LabelMap ?? other.LabelMap,
            Delimiter = Delimiter ?? (SameEnding(Path, other.Path) ? other.Delimiter : null),
            Join = Join ?? other.Join,
        };
    }

    private static bool SameEnding(string? left, string? right) =>
        string.Equals(System.IO.Path.GetExtension(left), System.IO.Path.GetExtension(right), StringComparison.OrdinalIgnoreCase);
}
