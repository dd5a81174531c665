using System.Text;
using System.Text.Json;

namespace Fdkt.GpuJobs.Data;

/// <summary>Reads one JSON object per line; blank lines are passed over.</summary>
internal static class JsonlTable
{
    /// <summary>Reads the selected fields. Numbers and truth values become their JSON text, null and missing fields become null.</summary>
    public static IEnumerable<TableRow> Read(Stream stream, string name, ColumnSelection columns)
    {
        if (columns.Columns.FirstOrDefault(column => column.Number is not null) is { Number: { } number })
        {
            throw new DataSourceException(name, $"column {number} is a number, and fields of JSON lines have names only", "Give the field's name.");
        }

        using var text = new StreamReader(stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true);
        bool first = true;
        for (long line = 1; text.ReadLine() is { } json; line++)
        {
            if (string.IsNullOrWhiteSpace(json))
            {
                continue;
            }

            using JsonDocument document = Parse(json, name, line);
            if (first)
            {
                columns.Resolve([.. document.RootElement.EnumerateObject().Select(property => property.Name)]);
                first = false;
            }

            yield return new TableRow(line, [.. columns.Columns.Select(column => Field(document.RootElement, column.Name!, name, line))]);
        }
    }

    private static JsonDocument Parse(string json, string name, long line)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException exception)
        {
            throw new DataSourceException(name, "the line is no valid JSON", "Each line must hold one complete object.", line, exception);
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        document.Dispose();
        throw new DataSourceException(name, "the line is not a JSON object", "Each line must hold one object such as {\"text\": …, \"label\": …}.", line);
    }

    private static string? Field(JsonElement row, string column, string name, long line)
    {
        JsonElement value = default;
        if (!row.TryGetProperty(column, out value))
        {
            // The same forgiveness as for CSV headers: case counts only where names differ in nothing else.
            value = row.EnumerateObject().FirstOrDefault(property => string.Equals(property.Name, column, StringComparison.OrdinalIgnoreCase)).Value;
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            _ => throw new DataSourceException(name, $"field \"{column}\" is a list or an object", "It must be text, a number or a truth value.", line),
        };
    }
}
