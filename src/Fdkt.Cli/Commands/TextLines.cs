using System.Text.Json;

namespace Fdkt.Cli.Commands;

/// <summary>Reads a file of texts: JSON lines whose objects have a text, or plain lines.</summary>
internal static class TextLines
{
    /// <summary>All texts, blank lines left out.</summary>
    /// <exception cref="InvalidDataException">A line of a .jsonl file is no object with a text. The message names the line and not what it holds.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        bool json = Path.GetExtension(path).Equals(".jsonl", StringComparison.OrdinalIgnoreCase);
        var texts = new List<string>();
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                texts.Add(json ? Text(line, path, number) : line);
            }
        }

        return texts;
    }

    private static string Text(string line, string path, int number)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("text", out JsonElement text) && text.ValueKind == JsonValueKind.String)
            {
                return text.GetString()!;
            }
        }
        catch (JsonException)
        {
            // Said below, without the line: it may be private.
        }

        throw new InvalidDataException(FormattableString.Invariant($"'{path}', line {number} is no JSON object with a text."));
    }
}
