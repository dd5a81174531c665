using System.Text.RegularExpressions;

namespace Fdkt.Learning.Tokenizers;

/// <summary>Cuts text into the words that merges never cross. The pieces joined are the text.</summary>
internal static partial class WordSplitter
{
    /// <summary>The pieces in order, as spans of <paramref name="text"/>.</summary>
    public static Regex.ValueMatchEnumerator Split(ReadOnlySpan<char> text) => Words().EnumerateMatches(text);

    // GPT-2's expression (Radford et al. 2019), which tokenizer.json means by "ByteLevel" with "use_regex": contractions; letters, digits or
    // signs with the blank before them; blanks. Every character falls into one of the classes, so nothing is lost.
    [GeneratedRegex(@"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
