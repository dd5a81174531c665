using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Reports;

internal sealed class IntervalConverter : JsonConverter<Interval>
{
    public override Interval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("[low, high]");
        }

        double low = Number(ref reader);
        double high = Number(ref reader);
        return reader.Read() && reader.TokenType == JsonTokenType.EndArray ? new Interval(low, high) : throw new JsonException("[low, high]");
    }

    public override void Write(Utf8JsonWriter writer, Interval value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        Number(writer, value.Low);
        Number(writer, value.High);
        writer.WriteEndArray();
    }

    private static double Number(ref Utf8JsonReader reader) =>
        !reader.Read() ? throw new JsonException("[low, high]")
        : reader.TokenType == JsonTokenType.Number ? reader.GetDouble()
        : reader.TokenType != JsonTokenType.String ? throw new JsonException("a number")
        : reader.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => throw new JsonException("a number"),
        };

    private static void Number(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }
}
