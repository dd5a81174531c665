using Fdkt.Contracts.Rounds;
using ICSharpCode.SharpZipLib;

namespace Fdkt.GpuJobs.Data;

/// <summary>Reads labelled text from CSV, JSON lines or Parquet. Stateless.</summary>
/// <remarks>
/// Whether a CSV file has a header, where nothing says so: a column given by name means yes; where all are given by number, the
/// first line is a header if its label occurs in no other row of the file, and is data otherwise or where no label is read.
/// </remarks>
public static class DatasetReader
{
    // Cancellation and progress are looked at once in so many rows; each is much dearer than a row.
    private const int RowsPerCheck = 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="source">The file and its columns; its path must be given.</param>
    /// <param name="baseDirectory">What the path is relative to. <c>${NAME}</c> in the path stands for an environment variable.</param>
    /// <param name="labelled">False: the label column is never looked at and all labels are empty.</param>
    /// <param name="bytesRead">Told how many bytes of the file have been read; may be null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The rows, fields trimmed, and counts of what was dropped.</returns>
    /// <exception cref="DataSourceException">The file is missing, malformed or lacks a column, or has no usable row.</exception>
    public static Task<DatasetTable> ReadAsync(
        DataSource source, string baseDirectory, bool labelled, Action<long>? bytesRead, CancellationToken cancellationToken) =>
        ReadAsync(source, baseDirectory, labelled, bytesRead, user: null, cancellationToken);

    /// <summary>Reads a file, and whose each row is.</summary>
    /// <param name="source">The file and its columns; its path must be given.</param>
    /// <param name="baseDirectory">What the path is relative to. <c>${NAME}</c> in the path stands for an environment variable.</param>
    /// <param name="labelled">False: the label column is never looked at and all labels are empty.</param>
    /// <param name="bytesRead">Told how many bytes of the file have been read; may be null.</param>
    /// <param name="user">The column that says whose a row is; null reads none.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The rows, fields trimmed, and counts of what was dropped.</returns>
    /// <exception cref="DataSourceException">The file is missing, malformed or lacks a column, or has no usable row.</exception>
    public static async Task<DatasetTable> ReadAsync(
        DataSource source, string baseDirectory, bool labelled, Action<long>? bytesRead, ColumnReference? user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(source.Path);
        string name = source.Path;
        string fullPath = DataFile.Resolve(name, baseDirectory);
        var columns = new ColumnSelection(name, source, labelled, user);
        DataFormat format = DataFile.FormatOf(source);
        bool? header = format == DataFormat.Csv ? Header(source, columns) : true;
        try
        {
            IEnumerable<TableRow> rows = format switch
            {
                DataFormat.Csv => CsvTable.Read(DataFile.OpenText(fullPath, name, bytesRead), name, Delimiter(source), columns, header),
                DataFormat.Jsonl => JsonlTable.Read(DataFile.OpenText(fullPath, name, bytesRead), name, columns),
                DataFormat.Parquet => await ParquetTable.ReadAsync(DataFile.Open(fullPath, name, bytesRead), name, columns, cancellationToken).ConfigureAwait(false),
                _ => throw new NotSupportedException($"There is no reader for {format}."),
            };
            return await Task.Run(() => Collect(rows, source, columns, header, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SharpZipBaseException or EndOfStreamException)
        {
            throw new DataSourceException(name, "the file is damaged or cut short", "Fetch it again.", null, exception);
        }
        catch (Exception exception) when (format == DataFormat.Parquet && exception is IOException or InvalidDataException or NotSupportedException or FormatException or OverflowException or ArgumentException or IndexOutOfRangeException)
        {
            throw new DataSourceException(name, "the file is no Parquet file that can be read", "Check the format, or fetch the file again.", null, exception);
        }
    }

    private static DatasetTable Collect(IEnumerable<TableRow> rows, DataSource source, ColumnSelection columns, bool? header, CancellationToken cancellationToken)
    {
        var collector = new RowCollector(source, columns, keepFirstAside: header is null);
        foreach (TableRow row in rows)
        {
            if (collector.Seen % RowsPerCheck == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            collector.Add(row);
        }

        return collector.Finish(header);
    }

    internal static bool? Header(DataSource source, ColumnSelection columns) => (source.Header ?? HeaderMode.Auto) switch
    {
        HeaderMode.Present => true,
        HeaderMode.Absent when columns.Columns.FirstOrDefault(column => column.Name is not null) is { Name: { } named } => throw new DataSourceException(
            source.Path!, $"column \"{named}\" is given by name, and the file is said to have no header", "Give columns by number from 1."),
        HeaderMode.Absent => false,
        _ when columns.AnyByName => true,
        _ when !columns.HasLabel => false,
        _ => null,
    };

    internal static char Delimiter(DataSource source) => source.Delimiter switch
    {
        null => DataFile.IsTabSeparated(source.Path!) ? '\t' : ',',
        "tab" => '\t',
        [char one] => one,
        _ => throw new DataSourceException(source.Path!, $"the delimiter \"{source.Delimiter}\" is not one character", "Give one such as \";\", or \"tab\"."),
    };
}
