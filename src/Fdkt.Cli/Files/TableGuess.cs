using Fdkt.Cli.Errors;

namespace Fdkt.Cli.Files;

/// <summary>Notices that a table was named where a round file belongs: the commonest mistake, and its rows are private.</summary>
internal static class TableGuess
{
    private static readonly string[] Endings = [".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".gz"];

    /// <summary>Lets a round file pass.</summary>
    /// <param name="path">As the user named it.</param>
    /// <param name="bytes">What it holds.</param>
    /// <exception cref="UserErrorException">It looks like a table. The message holds nothing of it.</exception>
    public static void Check(string path, ReadOnlySpan<byte> bytes)
    {
        if (Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) || LooksLikeRows(bytes))
        {
            throw new UserErrorException(
                ExitCode.InvalidInput, $"{path}: this looks like a table, not like a round file", "Give a table with --train FILE --text COL --label COL.");
        }
    }

    // JSON begins with a brace, a bracket, a quote, a digit, a word of three, or a comment. A line of a table has a delimiter in it.
    private static bool LooksLikeRows(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> bom = [0xEF, 0xBB, 0xBF];
        ReadOnlySpan<byte> text = (bytes.StartsWith(bom) ? bytes[bom.Length..] : bytes).TrimStart(" \t\r\n"u8);
        int end = text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
        return text.Length > 0 && text[0] is not ((byte)'{' or (byte)'[' or (byte)'/') && line.ContainsAny(",;\t"u8);
    }
}
