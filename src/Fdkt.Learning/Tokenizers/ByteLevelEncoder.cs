using System.Collections.Concurrent;
using System.Text;

namespace Fdkt.Learning.Tokenizers;

/// <summary>Merges the bytes of words. Encodings of short words are remembered, up to a fixed number. Thread-safe.</summary>
/// <remarks>
/// Microsoft.ML.Tokenizers gives the same ids (tests hold that), but its merging is quadratic in the length of a word: one word of 200,000 letters took
/// it 10 s, this class 0.15 s, and texts are not always words.
/// </remarks>
internal sealed class ByteLevelEncoder
{
    // News text repeats a few ten thousand words; past these bounds a word is encoded each time. About 10 MB at the most.
    private const int RememberedWords = 1 << 16;
    private const int RememberedWordLength = 32;

    private readonly IReadOnlyList<byte[]> _tokens;
    private readonly int[] _byteIds = new int[256];
    private readonly IReadOnlyDictionary<long, (double Priority, int Result)> _merges;
    private readonly Dictionary<string, int>? _wholeWords;
    private readonly ConcurrentDictionary<string, int[]> _words = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private int _remembered;

    /// <param name="tokens">Bytes of each token by id; empty for ids that no text yields. All 256 single bytes are among them.</param>
    /// <param name="merges">As <see cref="PairMerger"/> takes them.</param>
    /// <param name="takesWholeWords">True where a word that is a token becomes that token, whatever the merges say.</param>
    public ByteLevelEncoder(IReadOnlyList<byte[]> tokens, IReadOnlyDictionary<long, (double Priority, int Result)> merges, bool takesWholeWords = false)
    {
        (_tokens, _merges, _lookup) = (tokens, merges, _words.GetAlternateLookup<ReadOnlySpan<char>>());
        _wholeWords = takesWholeWords ? new Dictionary<string, int>(StringComparer.Ordinal) : null;
        for (int id = tokens.Count - 1; id >= 0; id--)
        {
            if (tokens[id] is [byte single])
            {
                _byteIds[single] = id;
            }

            if (tokens[id].Length > 0)
            {
                _wholeWords?[Encoding.Latin1.GetString(tokens[id])] = id;
            }
        }
    }

    /// <summary>Merges in the order of their rank.</summary>
    public static Dictionary<long, (double Priority, int Result)> Ranked(IReadOnlyList<(int Left, int Right, int Result)> merges)
    {
        var ranked = new Dictionary<long, (double, int)>(merges.Count);
        for (int rank = 0; rank < merges.Count; rank++)
        {
            (int left, int right, int result) = merges[rank];
            ranked.TryAdd(PairMerger.Key(left, right), (rank, result));
        }

        return ranked;
    }

    /// <summary>Adds the ids of one word.</summary>
    public void Append(List<int> ids, ReadOnlySpan<char> word)
    {
        if (word.Length <= RememberedWordLength && _lookup.TryGetValue(word, out int[]? known))
        {
            ids.AddRange(known);
            return;
        }

        int[] encoded = Encode(word);
        ids.AddRange(encoded);
        if (word.Length <= RememberedWordLength && Volatile.Read(ref _remembered) < RememberedWords && _lookup.TryAdd(word, encoded))
        {
            Interlocked.Increment(ref _remembered);
        }
    }

    /// <summary>Text of ids; bytes that are not UTF-8 give U+FFFD.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is outside the vocabulary.</exception>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var bytes = new List<byte>(ids.Length * 4);
        foreach (int id in ids)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(id, nameof(ids));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, _tokens.Count, nameof(ids));
            bytes.AddRange(_tokens[id]);
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private int[] Encode(ReadOnlySpan<char> word)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(word)];
        Encoding.UTF8.GetBytes(word, bytes);
        return _wholeWords is not null && _wholeWords.TryGetValue(Encoding.Latin1.GetString(bytes), out int whole)
            ? [whole]
            : PairMerger.Merge(Array.ConvertAll(bytes, b => _byteIds[b]), _merges);
    }
}
