using System.Globalization;
using CsvHelper;

namespace Fdkt.GpuJobs.Data;

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
        CsvMalformedRecord? malformed = null;
        var options = new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false, // Treated as a row, so that one loop serves every case and the width of the header counts too.
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Recover,
            OnMalformedRecord = record => malformed = record,
            MaxRecordSize = LargestRowBytes,
            IncludeValuesInExceptions = false,
        };
        using CsvReader reader = CsvReader.Create(stream, options, leaveOpen: false);
        int[]? indices = null;
        int width = 0;
        while (Next(reader, name))
        {
            if (indices is null)
            {
                width = reader.FieldCount;
                indices = header == true ? columns.Resolve(Fields(reader)) : columns.Resolve(width);
                if (header == true)
                {
                    continue;
                }
            }

            Check(malformed, reader, width, name);
            malformed = null;
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
                string.Create(CultureInfo.InvariantCulture, $"the row is malformed: it is larger than {LargestRowBytes >> 20} MB"),
                "Look for a quote that is never closed.",
                exception.LineNumber,
                exception);
        }
    }

    // A quote in the middle of an unquoted field is common in the wild and loses nothing. The other faults mean that fields
    // were cut in the wrong place.
    private static void Check(CsvMalformedRecord? malformed, CsvReader reader, int width, string name)
    {
        (string Problem, string Remedy)? fault = malformed switch
        {
            { Reason: CsvMalformedReason.UnterminatedQuote } => ("a quote is opened and never closed", "Close it, or double it where it belongs to the text."),
            { Reason: CsvMalformedReason.TextAfterClosingQuote } => ("a field goes on after its closing quote", "Double the quotes inside a quoted field."),
            _ when reader.FieldCount != width => (
                string.Create(CultureInfo.InvariantCulture, $"it has {reader.FieldCount} fields where the first row has {width}"),
                "Quote fields that hold the delimiter or a line end, and check the delimiter."),
            _ => null,
        };
        if (fault is { } found)
        {
            throw new DataSourceException(name, $"the row is malformed: {found.Problem}", found.Remedy, reader.LineNumber);
        }
    }

    private static string[] Fields(CsvReader reader) => [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
}
