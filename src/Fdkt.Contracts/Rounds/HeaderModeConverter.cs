using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Rounds;

internal sealed class HeaderModeConverter : JsonConverter<HeaderMode>
{
    public override HeaderMode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.True => HeaderMode.Present,
            JsonTokenType.False => HeaderMode.Absent,
            JsonTokenType.String when string.Equals(reader.GetString(), "auto", StringComparison.OrdinalIgnoreCase) => HeaderMode.Auto,
            _ => throw new JsonException("true, false or \"auto\""),
        };

    public override void Write(Utf8JsonWriter writer, HeaderMode value, JsonSerializerOptions options)
    {
        if (value == HeaderMode.Auto)
        {
            writer.WriteStringValue("auto");
        }
        else
        {
            writer.WriteBooleanValue(value == HeaderMode.Present);
        }
    }
}
