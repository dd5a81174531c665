using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Rounds;

/// <summary>A column in JSON: a string is a name, a whole number a position.</summary>
public sealed class ColumnReferenceConverter : JsonConverter<ColumnReference>
{
    internal const string Expected = "a column name, or a column number counted from 1";

    /// <inheritdoc/>
    public override ColumnReference Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.GetString() is { } name && !string.IsNullOrWhiteSpace(name))
        {
            return ColumnReference.ByName(name);
        }

        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number) && number >= 1)
        {
            return ColumnReference.ByNumber(number);
        }

        throw new JsonException(Expected);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ColumnReference value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value.Name is { } name)
        {
            writer.WriteStringValue(name);
        }
        else
        {
            writer.WriteNumberValue(value.Number ?? 0);
        }
    }
}
