using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Fdkt.Learning.Tokenizers;

/// <summary>A byte-level byte-pair tokenizer: any text becomes ids and the same text again.</summary>
/// <remarks>
/// Encodes by itself. Microsoft.ML.Tokenizers cannot train, and its own splitting and special-token handling would have to be switched off to keep
/// the promise that text never yields a special id; a test holds that both give the same ids. Encodings of short words are remembered,
/// up to a fixed number. Thread-safe.
/// </remarks>
public sealed class BpeTextTokenizer : ITextTokenizer
{
    // News text repeats a few ten thousand words; past these bounds a word is encoded each time. About 10 MB at the most.
    private const int RememberedWords = 1 << 16;
    private const int RememberedWordLength = 32;

    private readonly BpeVocabulary _vocabulary;
    private readonly int[] _byteIds = new int[256];
    private readonly Dictionary<long, (double Priority, int Result)> _merges;
    private readonly ConcurrentDictionary<string, int[]> _words = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private int _remembered;

    internal BpeTextTokenizer(BpeVocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        _lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int id = vocabulary.Tokens.Count - 1; id >= 0; id--)
        {
            if (vocabulary.Tokens[id] is [byte single])
            {
                _byteIds[single] = id;
            }
        }

        _merges = new Dictionary<long, (double, int)>(vocabulary.Merges.Count);
        for (int rank = 0; rank < vocabulary.Merges.Count; rank++)
        {
            (int left, int right, int result) = vocabulary.Merges[rank];
            _merges.TryAdd(PairMerger.Key(left, right), (rank, result));
        }
    }

    /// <inheritdoc/>
    public int VocabularySize => _vocabulary.Tokens.Count;

    /// <inheritdoc/>
    public int BeginId => _vocabulary.BeginId;

    /// <inheritdoc/>
    public int EndId => _vocabulary.EndId;

    /// <inheritdoc/>
    public int PadId => _vocabulary.PadId;

    internal BpeVocabulary Vocabulary => _vocabulary;

    /// <summary>Reads a Hugging Face <c>tokenizer.json</c> with a byte-level BPE model and this project's three special tokens.</summary>
    /// <param name="path">The file. At most 64 MiB.</param>
    /// <exception cref="TokenizerException">The file is damaged or of another kind; the message says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BpeTextTokenizer Load(string path) => new(TokenizerJson.Read(path));

    /// <summary>Writes a Hugging Face <c>tokenizer.json</c>, whole or not at all.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => TokenizerJson.Write(path, _vocabulary);

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>((text.Length / 3) + 1);
        foreach (ValueMatch word in WordSplitter.Split(text))
        {
            ids.AddRange(EncodeWord(text.AsSpan(word.Index, word.Length)));
        }

        return [.. ids];
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var bytes = new List<byte>(ids.Length * 4);
        foreach (int id in ids)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(id, nameof(ids));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, VocabularySize, nameof(ids));
            bytes.AddRange(_vocabulary.Tokens[id]);
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private int[] EncodeWord(ReadOnlySpan<char> word)
    {
        if (word.Length <= RememberedWordLength && _lookup.TryGetValue(word, out int[]? known))
        {
            return known;
        }

        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(word)];
        Encoding.UTF8.GetBytes(word, bytes);
        int[] ids = PairMerger.Merge(Array.ConvertAll(bytes, b => _byteIds[b]), _merges);
        if (word.Length <= RememberedWordLength && Volatile.Read(ref _remembered) < RememberedWords && _lookup.TryAdd(word, ids))
        {
            Interlocked.Increment(ref _remembered);
        }

        return ids;
    }
}
