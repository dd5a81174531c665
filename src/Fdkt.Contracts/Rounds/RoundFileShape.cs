using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Rounds;

/// <summary>
/// Compares the JSON text with the contract before it is deserialized, because the serializer stops at the first fault
/// and has no words for unknown fields. Walks both by the serializer's own metadata, so the two cannot disagree.
/// </summary>
internal sealed class RoundFileShape(ReadOnlyMemory<byte> json)
{
    // Editors look for this field to find the JSON Schema of a file.
    private const string SchemaField = "$schema";

    private static readonly JsonReaderOptions ReaderOptions = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly string[] ConverterWords =
    [
        ColumnReferenceConverter.Expected, ColumnListConverter.Expected, DeltaSettingConverter.Expected, HeaderModeConverter.Expected, SeedListConverter.Expected,
    ];

    private readonly List<RoundFileProblem> _problems = [];
    private readonly List<RoundFileProblem> _warnings = [];

    public IReadOnlyList<RoundFileProblem> Problems => _problems;

    public IReadOnlyList<RoundFileProblem> Warnings => _warnings;

    public void Check()
    {
        var reader = new Utf8JsonReader(json.Span, ReaderOptions);
        try
        {
            reader.Read();
            Value(ref reader, RoundJsonContext.Default.RoundFile, string.Empty);

            // Reads on to the end, so that text after the closing brace is an error and not ignored.
            while (reader.Read())
            {
            }
        }
        catch (JsonException exception)
        {
            _problems.Add(new RoundFileProblem(
                string.Empty,
                string.Empty,
                json.Span.IsEmpty ? "the file is empty" : $"the file is no valid JSON at byte {exception.BytePositionInLine} of that line",
                "Mend the syntax at that place.",
                (int?)exception.LineNumber + 1));
        }
    }

    private void Value(ref Utf8JsonReader reader, JsonTypeInfo type, string path)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return; // As if the field were left out; the deserializer gives optional fields their default.
        }

        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when reader.TokenType == JsonTokenType.StartObject:
                Fields(ref reader, type, path);
                break;
            case JsonTypeInfoKind.Dictionary when reader.TokenType == JsonTokenType.StartObject:
                Entries(ref reader, Element(type), path);
                break;
            case JsonTypeInfoKind.Enumerable when reader.TokenType == JsonTokenType.StartArray:
                Items(ref reader, Element(type), path);
                break;
            default:
                Leaf(ref reader, type, path);
                break;
        }
    }

    private void Fields(ref Utf8JsonReader reader, JsonTypeInfo type, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            string fieldPath = Join(path, name);
            int line = Line(reader.TokenStartIndex);
            reader.Read();
            JsonPropertyInfo? property = type.Properties.FirstOrDefault(candidate => candidate.Name == name);
            if (!seen.Add(name))
            {
                _problems.Add(new RoundFileProblem(property is null ? path : fieldPath, string.Empty, "the field is given twice", "Keep one of the two.", line));
            }

            if (property is not null)
            {
                Value(ref reader, TypeInfo(property.PropertyType), fieldPath);
                continue;
            }

            if (fieldPath != SchemaField)
            {
                _warnings.Add(Unknown(path, name, type, line));
            }

            reader.Skip();
        }
    }

    private void Entries(ref Utf8JsonReader reader, JsonTypeInfo element, string path)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string entryPath = $"{path}.{reader.GetString()}";
            reader.Read();
            Value(ref reader, element, entryPath);
        }
    }

    private void Items(ref Utf8JsonReader reader, JsonTypeInfo element, string path)
    {
        for (int index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            Value(ref reader, element, $"{path}[{index}]");
        }
    }

    private void Leaf(ref Utf8JsonReader reader, JsonTypeInfo type, string path)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        ReadOnlySpan<byte> value = json.Span[start..(int)reader.BytesConsumed];
        try
        {
            JsonSerializer.Deserialize(value, type);
        }
        catch (JsonException exception)
        {
            string text = Encoding.UTF8.GetString(value);
            (string problem, string remedy) = Explain(type, text, exception);
            string shown = MayBeShown(type, text) ? Shorten(text) : string.Empty;
            _problems.Add(new RoundFileProblem(path, shown, shown.Length > 0 ? problem : $"its value {problem}", remedy, Line(start)));
        }
    }

    // Numbers, truth values and names that hardly differ from a known one. Whoever names a file of private text by mistake must not find it on the screen.
    private static bool MayBeShown(JsonTypeInfo type, string value) =>
        char.IsAsciiDigit(value[0]) || value[0] is '-' or 't' or 'f'
        || ((Nullable.GetUnderlyingType(type.Type) ?? type.Type) is { IsEnum: true } plain && NearestName.Find(value.Trim('"'), EnumNames.All(plain)) is not null);

    private static (string Problem, string Remedy) Explain(JsonTypeInfo type, string value, JsonException exception)
    {
        Type plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (plain.IsEnum && plain != typeof(HeaderMode))
        {
            IReadOnlyList<string> names = EnumNames.All(plain);
            string? nearest = NearestName.Find(value.Trim('"'), names);
            return ("is not known", $"Give {(nearest is null ? string.Empty : $"\"{nearest}\", or another ")}one of {string.Join(", ", names)}.");
        }

        string expected =
            plain == typeof(int) ? "a whole number"
            : plain == typeof(double) ? "a number"
            : plain == typeof(bool) ? "true or false"
            : plain == typeof(string) ? "text in double quotes"
            : type.Kind == JsonTypeInfoKind.Object || type.Kind == JsonTypeInfoKind.Dictionary ? "an object in braces"
            : type.Kind == JsonTypeInfoKind.Enumerable ? "a list in brackets"
            : Expected(exception);
        return ($"is not {expected}", $"Give {expected}.");
    }

    // A name that hardly differs from a known one is repeated; any other may be content of a file that is no round file at all.
    private static RoundFileProblem Unknown(string path, string name, JsonTypeInfo type, int line)
    {
        string[] names = [.. type.Properties.Select(property => property.Name)];
        return NearestName.Find(name, names) is { } nearest
            ? new RoundFileProblem(Join(path, name), string.Empty, "there is no such field; it is ignored", $"Did you mean {nearest}?", line)
            : new RoundFileProblem(path, string.Empty, "a field here is not known; it is ignored", $"The fields here are {string.Join(", ", names)}.", line);
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static JsonTypeInfo Element(JsonTypeInfo type) => TypeInfo(type.ElementType!);

    private static JsonTypeInfo TypeInfo(Type type) =>
        RoundJsonContext.Default.GetTypeInfo(type) ?? throw new InvalidOperationException($"{type} is missing in {nameof(RoundJsonContext)}.");

    private int Line(long offset) => json.Span[..(int)offset].Count((byte)'\n') + 1;

    // Our own converters say what they expect; a message of the framework may repeat the file and is not passed on. The framework appends path, line and position.
    private static string Expected(JsonException exception)
    {
        string message = exception.Message;
        int end = message.IndexOf(" Path: ", StringComparison.Ordinal) is int path and >= 0 ? path : message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        string first = (end < 0 ? message : message[..end]).TrimEnd('.');
        return ConverterWords.Contains(first) ? first : "of the form that docs/round-file.md gives";
    }

    private static string Shorten(string value)
    {
        const int Longest = 60;
        string flat = value.ReplaceLineEndings(" ");
        return flat.Length <= Longest ? flat : $"{flat[..Longest]}…";
    }
}
