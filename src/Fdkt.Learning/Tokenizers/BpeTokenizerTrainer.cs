using System.Runtime.InteropServices;
using System.Text;

namespace Fdkt.Learning.Tokenizers;

/// <summary>Learns a byte-level byte-pair encoding from text.</summary>
/// <remarks>
/// Sennrich, Haddow, Birch 2016, arXiv:1508.07909v5, §3.2, on bytes and on counted words: the text is read once, then only the words that
/// hold the merged pair are touched. Train on public text only: the vocabulary shows what its texts contain.
/// </remarks>
public static class BpeTokenizerTrainer
{
    private const int FirstByteId = 3;

    /// <summary>Learns merges until the vocabulary is full or no pair is frequent enough.</summary>
    /// <param name="texts">Public texts; read once.</param>
    /// <param name="vocabularySize">Largest number of ids, at least 259: three special tokens and the 256 bytes.</param>
    /// <param name="minimumCount">Least number of occurrences of a pair that is merged. At least 1; 2 keeps single finds out.</param>
    /// <returns>A tokenizer with at most that many ids; fewer where the texts are few. The same texts give the same ids, in any order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is below its bound.</exception>
    public static BpeTextTokenizer Train(IEnumerable<string> texts, int vocabularySize, int minimumCount = 2)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, BpeVocabulary.BaseSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumCount, 1);

        var tokens = new List<byte[]>(vocabularySize) { Array.Empty<byte>(), Array.Empty<byte>(), Array.Empty<byte>() };
        tokens.AddRange(Enumerable.Range(0, 256).Select(b => new[] { (byte)b }));
        var idOf = Enumerable.Range(FirstByteId, 256).ToDictionary(id => ByteAlphabet.ToText(tokens[id]), StringComparer.Ordinal);
        var pairs = new BpePairCounts(CountWords(texts));
        var merges = new List<(int, int, int)>();
        while (tokens.Count < vocabularySize && pairs.TryTakeMostFrequent(minimumCount, out int left, out int right))
        {
            byte[] joined = [.. tokens[left], .. tokens[right]];
            string text = ByteAlphabet.ToText(joined);

            // Two ways of cutting may give the same bytes ("a"+"bc", "ab"+"c"): both lead to one token, as a vocabulary file requires.
            if (!idOf.TryGetValue(text, out int result))
            {
                result = tokens.Count;
                idOf.Add(text, result);
                tokens.Add(joined);
            }

            merges.Add((left, right, result));
            pairs.Merge(left, right, result);
        }

        return new BpeTextTokenizer(new BpeVocabulary(tokens, merges, BeginId: 0, EndId: 1, PadId: 2));
    }

    private static List<(int[] Ids, int Count)> CountWords(IEnumerable<string> texts)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string text in texts)
        {
            foreach (System.Text.RegularExpressions.ValueMatch word in WordSplitter.Split(text))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(lookup, text.AsSpan(word.Index, word.Length), out _)++;
            }
        }

        // Ordered, so that nothing depends on the order of the texts.
        return [.. counts.OrderBy(word => word.Key, StringComparer.Ordinal)
            .Select(word => (Array.ConvertAll(Encoding.UTF8.GetBytes(word.Key), b => b + FirstByteId), word.Value))];
    }
}
