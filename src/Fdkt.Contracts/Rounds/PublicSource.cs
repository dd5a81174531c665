namespace Fdkt.Contracts.Rounds;

/// <summary>The server's public corpus: a file, or a part of the training rows whose labels are withheld. Exactly one of path, fraction and rows is given.</summary>
/// <param name="Path">A file of texts, relative to the folder of the round file.</param>
/// <param name="Format">csv, jsonl or parquet; left out, taken from the file's ending.</param>
/// <param name="Header">Whether a CSV file has a header line; left out, as train.</param>
/// <param name="Text">The column or columns that make the text; left out, as train.</param>
/// <param name="Delimiter">The character between CSV fields, or "tab"; left out, as train where the files end alike.</param>
/// <param name="Join">What goes between several text columns; left out, as train.</param>
/// <param name="Fraction">The part of the training rows that is public, inside (0, 1). Chosen without looking at labels.</param>
/// <param name="Rows">The number of training rows that are public, at least 1. Chosen without looking at labels.</param>
public sealed record PublicSource(
    string? Path = null,
    DataFormat? Format = null,
    HeaderMode? Header = null,
    ColumnList? Text = null,
    string? Delimiter = null,
    TextJoin? Join = null,
    double? Fraction = null,
    int? Rows = null)
{
    /// <summary>The file as a source whose label column is not read.</summary>
    /// <param name="train">Fills what is left out, except what concerns labels.</param>
    /// <returns>The source, or null where the corpus is a part of train.</returns>
    public DataSource? AsSource(DataSource train)
    {
        ArgumentNullException.ThrowIfNull(train);
        return Path is null
            ? null
            : new DataSource(Path, Format, Header, Text, null, null, Delimiter, Join).InheritFrom(train with { Label = null, LabelMap = null });
    }
}
