using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fdkt.Contracts.Rounds;

/// <summary>Reads and writes round files.</summary>
public static class RoundFileReader
{
    /// <summary>Reads a round file and checks it.</summary>
    /// <param name="utf8Json">The file's bytes, with or without a byte-order mark.</param>
    /// <returns>The file, and warnings about fields that were ignored.</returns>
    /// <exception cref="RoundFileException">The file is no JSON, or holds wrong types, unknown names or values out of range; all problems are listed.</exception>
    public static RoundFileReading Read(ReadOnlyMemory<byte> utf8Json) => Read(utf8Json, static _ => new RoundFile());

    /// <summary>Reads a round file over settings of its kind of round, and checks it.</summary>
    /// <param name="utf8Json">The file's bytes, with or without a byte-order mark.</param>
    /// <param name="under">As for <see cref="ReadUnchecked"/>.</param>
    /// <returns>The file, and warnings about fields that were ignored.</returns>
    /// <exception cref="RoundFileException">As for <see cref="Read(ReadOnlyMemory{byte})"/>.</exception>
    public static RoundFileReading Read(ReadOnlyMemory<byte> utf8Json, Func<RoundFile, RoundFile> under)
    {
        RoundFileReading reading = ReadUnchecked(utf8Json, under);
        Check(reading.File);
        return reading;
    }

    /// <summary>Reads a round file whose values are checked later with <see cref="Check"/>, once flags have been laid over it.</summary>
    /// <param name="utf8Json">The file's bytes, with or without a byte-order mark.</param>
    /// <param name="under">From the file alone, the settings that hold where it gives none: what the file gives wins, whatever its value.</param>
    /// <returns>The file, and warnings about fields that were ignored.</returns>
    /// <exception cref="RoundFileException">The file is no JSON, or holds wrong types or unknown names; all problems are listed.</exception>
    public static RoundFileReading ReadUnchecked(ReadOnlyMemory<byte> utf8Json, Func<RoundFile, RoundFile> under)
    {
        ArgumentNullException.ThrowIfNull(under);
        ReadOnlySpan<byte> bom = [0xEF, 0xBB, 0xBF];
        ReadOnlyMemory<byte> json = utf8Json.Span.StartsWith(bom) ? utf8Json[bom.Length..] : utf8Json;

        var shape = new RoundFileShape(json);
        shape.Check();
        if (shape.Problems.Count > 0)
        {
            throw new RoundFileException(shape.Problems);
        }

        RoundFile file = JsonSerializer.Deserialize(json.Span, RoundJsonContext.Default.RoundFile) ?? new RoundFile();
        return new RoundFileReading(Over(under(file), json.Span), shape.Warnings);
    }

    // As JSON, since only there a value that was given differs from one that was left out.
    private static RoundFile Over(RoundFile under, ReadOnlySpan<byte> given)
    {
        JsonObject settings = JsonSerializer.SerializeToNode(under, RoundJsonContext.Default.RoundFile)!.AsObject();
        if (JsonNode.Parse(given, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }) is JsonObject over)
        {
            Lay(over, settings);
        }

        return settings.Deserialize(RoundJsonContext.Default.RoundFile)!;
    }

    private static void Lay(JsonObject over, JsonObject settings)
    {
        foreach ((string name, JsonNode? value) in over)
        {
            if (value is JsonObject section && settings[name] is JsonObject below)
            {
                Lay(section, below);
            }
            else if (value is not null)
            {
                settings[name] = value.DeepClone();
            }
        }
    }

    /// <summary>Checks the values of a round file.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="RoundFileException">A value is out of range or two values contradict each other; all problems are listed.</exception>
    public static void Check(RoundFile file)
    {
        IReadOnlyList<RoundFileProblem> problems = RoundFileValidator.Validate(file);
        if (problems.Count > 0)
        {
            throw new RoundFileException(problems);
        }
    }

    /// <summary>Writes a round file with every default spelled out.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Indented JSON.</returns>
    public static string Write(RoundFile file) => JsonSerializer.Serialize(file, RoundJsonContext.Default.RoundFile);
}
