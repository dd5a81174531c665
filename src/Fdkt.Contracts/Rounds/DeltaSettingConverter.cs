using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Rounds;

internal sealed class DeltaSettingConverter : JsonConverter<DeltaSetting>
{
    internal const string Expected = "a number inside (0, 1), or \"auto\"";

    public override DeltaSetting Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Number => new DeltaSetting(reader.GetDouble()),
            JsonTokenType.String when string.Equals(reader.GetString(), "auto", StringComparison.OrdinalIgnoreCase) => DeltaSetting.Auto,
            _ => throw new JsonException(Expected),
        };

    public override void Write(Utf8JsonWriter writer, DeltaSetting value, JsonSerializerOptions options)
    {
        if (value.Value is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue("auto");
        }
    }
}
