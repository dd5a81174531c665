using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Federation;

/// <summary>Ids are JSON strings; a text that is no id is refused with the field's path, as any other malformed value.</summary>
/// <typeparam name="T">The id.</typeparam>
public sealed class FederationIdConverter<T> : JsonConverter<T>
    where T : struct, IFederationId<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.Value);
    }

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(value.Value);
    }

    private static T Parse(string? text)
    {
        try
        {
            return T.Parse(text ?? string.Empty);
        }
        catch (InvalidNameException error)
        {
            // Callers tell a hostile name from other malformed JSON by the inner exception.
            throw new JsonException($"The {error.What} name is not allowed.", error);
        }
    }
}
