using Fdkt.Contracts.Rounds;
using ICSharpCode.SharpZipLib;

namespace Fdkt.GpuJobs.Data;

/// <summary>Reads the texts of a file or a stream one by one, without labels and without holding them all. Texts come out as <see cref="DatasetReader"/> would have made them.</summary>
public static class TextRows
{
    /// <summary>What messages call standard input.</summary>
    public const string StandardInput = "standard input";

    /// <summary>Reads a file of CSV, JSON lines or Parquet.</summary>
    /// <param name="source">The file and its text columns; its path must be given.</param>
    /// <param name="baseDirectory">What the path is relative to.</param>
    /// <param name="cancellationToken">Stops the reading of Parquet, which is read as a whole.</param>
    /// <returns>One text per row, in order; empty where the row has none.</returns>
    /// <exception cref="DataSourceException">The file is missing, malformed or lacks a column; may be thrown while the rows are read.</exception>
    public static async Task<IEnumerable<string>> ReadAsync(DataSource source, string baseDirectory, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(source.Path);
        string path = DataFile.Resolve(source.Path, baseDirectory);
        if (DataFile.FormatOf(source) == DataFormat.Parquet)
        {
            DatasetTable table = await DatasetReader.ReadAsync(source, baseDirectory, labelled: false, null, cancellationToken).ConfigureAwait(false);
            return table.DroppedEmptyText == 0
                ? table.Rows.Select(row => row.Text)
                : throw new DataSourceException(source.Path, $"{table.DroppedEmptyText} of its rows have no text", "Take them out, so that rows and labels can be told to belong together.");
        }

        return Guarded(Rows(DataFile.OpenText(path, source.Path, null), source, DataFile.FormatOf(source)), source.Path);
    }

    /// <summary>Reads a stream of CSV or JSON lines.</summary>
    /// <param name="stream">UTF-8 text. Closed at the end.</param>
    /// <param name="source">The text columns and the format, which must be given.</param>
    /// <returns>One text per row, in order; empty where the row has none.</returns>
    /// <exception cref="DataSourceException">The stream is malformed or lacks a column; thrown while the rows are read.</exception>
    public static IEnumerable<string> Read(Stream stream, DataSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Guarded(Rows(new Utf8CheckingStream(stream, StandardInput), source with { Path = StandardInput }, source.Format ?? DataFormat.Csv), StandardInput);
    }

    private static IEnumerable<string> Rows(Stream stream, DataSource source, DataFormat format)
    {
        string name = source.Path!;
        var columns = new ColumnSelection(name, source, labelled: false);
        string joint = source.Join == TextJoin.Newline ? "\n" : " ";
        IEnumerable<TableRow> rows = format == DataFormat.Jsonl
            ? JsonlTable.Read(stream, name, columns)
            : CsvTable.Read(stream, name, DatasetReader.Delimiter(source), columns, DatasetReader.Header(source, columns) ?? true);
        return rows.Select(row => RowCollector.Joined(row.Fields, joint));
    }

    private static IEnumerable<string> Guarded(IEnumerable<string> rows, string name)
    {
        using IEnumerator<string> row = rows.GetEnumerator();
        while (true)
        {
            try
            {
                if (!row.MoveNext())
                {
                    yield break;
                }
            }
            catch (Exception exception) when (exception is SharpZipBaseException or EndOfStreamException)
            {
                throw new DataSourceException(name, $"the file is damaged or cut short: {exception.Message.TrimEnd('.')}", "Fetch it again.", null, exception);
            }

            yield return row.Current;
        }
    }
}
