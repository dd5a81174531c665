using System.Text.Json;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>Reads fields of a JSON object; every complaint names the file, the field and the bound, and no text of the file.</summary>
internal sealed class ConfigFields(string path, JsonElement element, string prefix = "")
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>A whole number.</summary>
    /// <param name="name">The field.</param>
    /// <param name="smallest">Least value allowed.</param>
    /// <param name="largest">Greatest value allowed.</param>
    /// <param name="otherwise">Where the field is missing or null; null makes it required.</param>
    public int Integer(string name, int smallest, int largest, int? otherwise = null)
    {
        if (Find(name) is not { } value)
        {
            return otherwise ?? throw Missing(name);
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= smallest && number <= largest
            ? number
            : throw Wrong(name, value, $"a whole number from {smallest} to {largest}");
    }

    /// <summary>A number; bounds as for <see cref="Integer"/>.</summary>
    public double Number(string name, double smallest, double largest, double? otherwise = null)
    {
        if (Find(name) is not { } value)
        {
            return otherwise ?? throw Missing(name);
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= smallest && number <= largest
            ? number
            : throw Wrong(name, value, FormattableString.Invariant($"a number from {smallest} to {largest}"));
    }

    /// <summary>A truth value.</summary>
    public bool Flag(string name, bool otherwise) => Find(name) is not { } value
        ? otherwise
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, value, "true or false");

    /// <summary>A text, or null where the field is missing or null.</summary>
    public string? Text(string name) => Find(name) is not { } value
        ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(name, value, "a text");

    /// <summary>The fields of an object, or null where the field is missing or null.</summary>
    public ConfigFields? Object(string name) => Find(name) is not { } value
        ? null
        : value.ValueKind == JsonValueKind.Object ? new ConfigFields(Path, value, $"{prefix}{name}.") : throw Wrong(name, value, "an object");

    /// <summary>Refuses a text that is there and not one of those that compute what the decoder computes.</summary>
    public void Require(string name, params ReadOnlySpan<string> supported)
    {
        if (Text(name) is { } text && !supported.Contains(text))
        {
            throw Unsupported(name, "another", $"supported: {string.Join(", ", supported)}");
        }
    }

    /// <summary>Refuses a flag that is set.</summary>
    public void RequireOff(string name)
    {
        if (Flag(name, false))
        {
            throw Unsupported(name, "true", "only false is supported");
        }
    }

    /// <summary>Whether the field is there and not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A field whose value is known but not supported.</summary>
    public CheckpointException Unsupported(string name, string value, string rule) => new(Path, null, $"field '{prefix}{name}' is {value}; {rule}.");

    private JsonElement? Find(string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private CheckpointException Missing(string name) => new(Path, null, $"field '{prefix}{name}' is missing.");

    private CheckpointException Wrong(string name, JsonElement value, string rule)
    {
        // A number or a truth value says nothing that the file's reader would rather keep; any other value is not repeated.
        string found = value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? value.GetRawText() : $"{value.ValueKind.ToString().ToLowerInvariant()}";
        return new CheckpointException(Path, null, $"field '{prefix}{name}' is {found}; it must be {rule}.");
    }
}
