using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Rounds;

internal sealed class ColumnListConverter : JsonConverter<ColumnList>
{
    private static readonly ColumnReferenceConverter Column = new();

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

        return columns.Count > 0 ? new ColumnList(columns) : throw new JsonException("at least one column");
    }

    public override void Write(Utf8JsonWriter writer, ColumnList value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (ColumnReference column in value.Columns)
        {
            Column.Write(writer, column, options);
        }

        writer.WriteEndArray();
    }
}
