using System.Globalization;
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
        T contract;
        try
        {
            contract = JsonSerializer.Deserialize(bytes, type)!;
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

        return NullElements.AreIn(contract, type) ? throw new RefusedException(ReasonCode.MalformedJson, "The JSON holds a list with a null in it.") : contract;
    }

    /// <summary>Encoding, depth, version and numbers, before any object is made.</summary>
    private static void Probe(ReadOnlySpan<byte> bytes, int version)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            throw new RefusedException(ReasonCode.NotUtf8, "The JSON is no UTF-8.");
        }

        // One level more than is accepted, so that the level that is too deep is seen here and told from other faults.
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaximumDepth + 1 });
        int? found = null;
        bool isObject = false;
        try
        {
            while (reader.Read())
            {
                isObject |= reader is { TokenType: JsonTokenType.StartObject, CurrentDepth: 0 };
                Check(ref reader);
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals("schemaVersion"u8))
                {
                    reader.Read();
                    Check(ref reader);
                    found = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int value) ? value : null;
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name escapes half of a surrogate pair.
            throw new RefusedException(ReasonCode.MalformedJson, $"The text is no valid JSON at byte {reader.BytesConsumed}.", error);
        }

        if (!isObject)
        {
            throw new RefusedException(ReasonCode.MalformedJson, "The JSON is no object.");
        }

        if (found != version)
        {
            throw new RefusedException(ReasonCode.UnsupportedSchemaVersion, $"The schema version is {found?.ToString(CultureInfo.InvariantCulture) ?? "missing"}; this build reads {version}.");
        }
    }

    private static void Check(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth >= MaximumDepth:
                throw new RefusedException(ReasonCode.TooDeep, $"The JSON is nested deeper than {MaximumDepth} levels.");

            // Read as infinity it would pass or fail comparisons that it should not take part in.
            case JsonTokenType.Number when !reader.TryGetDouble(out double value) || !double.IsFinite(value):
                throw new RefusedException(ReasonCode.MalformedJson, $"The JSON holds a number beyond all bounds at byte {reader.TokenStartIndex}.");
        }
    }

    private static RefusedException Refused(JsonException error) => error.InnerException is InvalidNameException name
        ? new RefusedException(ReasonCode.InvalidName, $"The JSON holds a {name.What} name that is not allowed.", error)
        : error.Message.Contains("type discriminator", StringComparison.OrdinalIgnoreCase)
            ? new RefusedException(ReasonCode.UnknownKind, "The JSON is of a kind that this build does not know.", error)
            : new RefusedException(ReasonCode.MalformedJson, $"The JSON does not fit the contract at byte {error.BytePositionInLine} of line {error.LineNumber + 1}.", error);
}
