using System.Globalization;
using CsvHelper;

namespace Fdkt.Cli.Data;

/// <summary>Reads CSV as in RFC 4180: quoted fields may hold delimiters, doubled quotes and line ends; lines end in LF or CRLF.</summary>
internal static class CsvTable
{
    // A row of sixteen megabytes is far longer than anything a small model reads; what exceeds it is an unclosed quote.
    private const int LargestRowBytes = 16 << 20;

    /// <summary>Reads the selected columns.</summary>
    /// <param name="stream">UTF-8 text, with or without a byte-order mark.</param>
    /// <param name="name">The file as the user named it.</param>
    /// <param name="delimiter">Between fields.</param>
    /// <param name="columns">What to read.</param>
    /// <param name="header">True: the first line is names. False: data. Null: not known, and then all columns are given by number.</param>
    /// <returns>The rows; where <paramref name="header"/> is null the first may be the header.</returns>
    public static IEnumerable<TableRow> Read(Stream stream, string name, char delimiter, ColumnSelection columns, bool? header)
    {
        var options = new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false, // Treated as a row, so that one loop serves every case and the width of the header counts too.
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Throw,
            MaxRecordSize = LargestRowBytes,
            IncludeValuesInExceptions = false,
        };
        using CsvReader reader = CsvReader.Create(stream, options, leaveOpen: false);
        int[]? indices = null;
        while (Next(reader, name))
        {
            if (indices is null)
            {
                indices = header == true ? columns.Resolve(Fields(reader)) : columns.Resolve(reader.FieldCount);
                if (header == true)
                {
                    continue;
                }
            }

            yield return new TableRow(reader.LineNumber, [.. indices.Select(index => (string?)reader.GetString(index))]);
        }

        if (indices is null && header == true)
        {
            throw new DataSourceException(name, "the file is empty", "It needs a header line and rows.");
        }
    }

    private static bool Next(CsvReader reader, string name)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException exception)
        {
            throw new DataSourceException(
                name,
                string.Create(CultureInfo.InvariantCulture, $"the row is malformed: {exception.Message.TrimEnd('.')}"),
                "Quote fields that hold the delimiter, a quote or a line end, double the quotes inside them, and check the delimiter.",
                exception.LineNumber,
                exception);
        }
    }

    private static string[] Fields(CsvReader reader) => [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
}
