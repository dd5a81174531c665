using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Rounds;

/// <summary>A list of columns in JSON: one name or number, or an array of them.</summary>
public sealed class ColumnListConverter : JsonConverter<ColumnList>
{
    internal const string Expected = "at least one column";

    private static readonly ColumnReferenceConverter Column = new();

    /// <inheritdoc/>
    public override ColumnList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return new ColumnList(Column.Read(ref reader, typeof(ColumnReference), options));
        }

        var columns = new List<ColumnReference>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            columns.Add(Column.Read(ref reader, typeof(ColumnReference), options));
        }

        return columns.Count > 0 ? new ColumnList(columns) : throw new JsonException(Expected);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ColumnList value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray();
        foreach (ColumnReference column in value.Columns)
        {
            Column.Write(writer, column, options);
        }

        writer.WriteEndArray();
    }
}
