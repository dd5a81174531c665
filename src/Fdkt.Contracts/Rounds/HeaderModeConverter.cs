using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Rounds;

/// <summary>Whether there is a header, in JSON: true, false or "auto".</summary>
public sealed class HeaderModeConverter : JsonConverter<HeaderMode>
{
    internal const string Expected = "true, false or \"auto\"";

    /// <inheritdoc/>
    public override HeaderMode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.True => HeaderMode.Present,
            JsonTokenType.False => HeaderMode.Absent,
            JsonTokenType.String when string.Equals(reader.GetString(), "auto", StringComparison.OrdinalIgnoreCase) => HeaderMode.Auto,
            _ => throw new JsonException(Expected),
        };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, HeaderMode value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
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
