using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Json;

/// <summary>Reads contracts from outside strictly: every fault becomes a <see cref="RefusedException"/> with a stable reason, in bounded memory and stack.</summary>
public static class ContractReader
{
    /// <summary>Deepest nesting of any contract, with room to spare.</summary>
    public const int MaximumDepth = 32;

    /// <summary>Reads a contract.</summary>
    /// <typeparam name="T">The contract.</typeparam>
    /// <param name="bytes">UTF-8 JSON.</param>
    /// <param name="type">Its metadata.</param>
    /// <param name="version">The only schema version that is read.</param>
    /// <exception cref="RefusedException">The bytes are no such contract.</exception>
    public static T Read<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> type, int version)
        where T : class
    {
        Probe(bytes, version);
        try
        {
            return JsonSerializer.Deserialize(bytes, type) ?? throw new RefusedException(ReasonCode.MalformedJson, "The JSON is null.");
        }
        catch (JsonException error)
        {
            throw Refused(error);
        }
        catch (NotSupportedException error)
        {
            // The serializer's word for a polymorphic contract without its discriminator.
            throw new RefusedException(ReasonCode.UnknownKind, "The JSON names no kind.", error);
        }
        catch (ArgumentException error)
        {
            // A record's own constructor refused a value.
            throw new RefusedException(ReasonCode.MalformedJson, "The JSON holds a value outside its range.", error);
        }
    }

    /// <summary>Depth, encoding and version, before any object is made.</summary>
    private static void Probe(ReadOnlySpan<byte> bytes, int version)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            throw new RefusedException(ReasonCode.NotUtf8, "The JSON is no UTF-8.");
        }

        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaximumDepth });
        int? found = null;
        try
        {
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals("schemaVersion"))
                {
                    reader.Read();
                    found = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int value) ? value : null;
                }
            }
        }
        catch (JsonException error)
        {
            throw reader.CurrentDepth >= MaximumDepth
                ? new RefusedException(ReasonCode.TooDeep, $"The JSON is nested deeper than {MaximumDepth} levels.", error)
                : new RefusedException(ReasonCode.MalformedJson, $"The text is no valid JSON at byte {reader.BytesConsumed}.", error);
        }

        if (found != version)
        {
            throw new RefusedException(ReasonCode.UnsupportedSchemaVersion, $"The schema version is {found?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "missing"}; this build reads {version}.");
        }
    }

    private static RefusedException Refused(JsonException error) => error.InnerException is InvalidNameException name
        ? new RefusedException(ReasonCode.InvalidName, name.Message, error)
        : error.Message.Contains("type discriminator", StringComparison.OrdinalIgnoreCase)
            ? new RefusedException(ReasonCode.UnknownKind, "The JSON is of a kind that this build does not know.", error)
            : new RefusedException(ReasonCode.MalformedJson, $"The JSON does not fit the contract at {error.Path ?? "its root"}.", error);
}
