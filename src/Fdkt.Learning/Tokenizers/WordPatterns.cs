namespace Fdkt.Learning.Tokenizers;

/// <summary>Published spellings of the patterns.</summary>
/// <remarks>A pattern is recognised by its text and carried out by <see cref="RuneWords"/>: an expression out of a file is never run.</remarks>
internal static class WordPatterns
{
    private const string Contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|";
    private const string Tail = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private static readonly Dictionary<string, WordPattern> Known = new(StringComparer.Ordinal)
    {
        [@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"] = WordPattern.Gpt2,
        [Contractions + @"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}" + Tail] = WordPattern.Qwen2,
        [Contractions + @"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}" + Tail] = WordPattern.Llama3,
    };

    /// <summary>The pattern of an expression, or null.</summary>
    public static WordPattern? Parse(string expression) => Known.TryGetValue(expression, out WordPattern pattern) ? pattern : null;
}
