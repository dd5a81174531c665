using System.Text;

namespace Fdkt.Learning.Tokenizers;

/// <summary>BERT's tokenizer: words, put together from the longest pieces, from the left. Thread-safe.</summary>
/// <remarks>Text does not come back as it was: case, accents, blanks and unknown words are lost in it, as the format has it. The name of a special token inside a text is text.</remarks>
public sealed class WordPieceTokenizer : IModelTokenizer
{
    private readonly WordPieceVocabulary _vocabulary;
    private readonly Dictionary<string, int> _begins = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _continues = new(StringComparer.Ordinal);
    private readonly int _unknown;

    internal WordPieceTokenizer(WordPieceVocabulary vocabulary, SpecialIds ids)
    {
        _vocabulary = vocabulary;
        (BeginId, EndId, PadId) = ids;
        _unknown = Array.IndexOf(vocabulary.Tokens, vocabulary.Unknown);
        for (int id = 0; id < vocabulary.Tokens.Length; id++)
        {
            string token = vocabulary.Tokens[id];
            if (vocabulary.SpecialTokens.ContainsKey(token))
            {
                continue;
            }

            bool continues = token.StartsWith(WordPieceFile.Continues, StringComparison.Ordinal) && token.Length > WordPieceFile.Continues.Length;
            (continues ? _continues : _begins)[continues ? token[WordPieceFile.Continues.Length..] : token] = id;
        }
    }

    /// <inheritdoc/>
    public int VocabularySize => _vocabulary.Tokens.Length;

    /// <inheritdoc/>
    public int BeginId { get; }

    /// <inheritdoc/>
    public int EndId { get; }

    /// <inheritdoc/>
    public int PadId { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> SpecialTokens => _vocabulary.SpecialTokens;

    /// <summary>Reads the tokenizer of a folder with a <c>vocab.txt</c>, beside which <c>tokenizer_config.json</c> may say how text is prepared.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="TokenizerException">There is none, or it is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static WordPieceTokenizer LoadVocabulary(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var names = new SpecialTokenNames(folder);
        WordPieceVocabulary vocabulary = WordPieceFile.ReadText(Path.Combine(folder, WordPieceFile.Name), names);
        return new WordPieceTokenizer(vocabulary, names.ResolveEncoder(vocabulary.SpecialTokens));
    }

    /// <summary>The tokenizer of a vocabulary alone, prepared as the uncased BERT prepares text.</summary>
    /// <param name="source">Where the bytes come from, for messages.</param>
    /// <param name="vocabulary">Bytes of a <c>vocab.txt</c>.</param>
    /// <exception cref="TokenizerException">They are damaged.</exception>
    internal static WordPieceTokenizer OfVocabulary(string source, byte[] vocabulary)
    {
        // No folder, so no file beside it says anything else.
        var names = new SpecialTokenNames();
        WordPieceVocabulary read = WordPieceFile.Parse(source, vocabulary, names);
        return new WordPieceTokenizer(read, names.ResolveEncoder(read.SpecialTokens));
    }

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>((text.Length / 4) + 1);
        foreach (string word in BertWords.Of(text, _vocabulary.Lowercase, _vocabulary.StripAccents, _vocabulary.SplitsCjk))
        {
            Append(ids, word);
        }

        return [.. ids];
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var text = new StringBuilder();
        foreach (int id in ids)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(id, nameof(ids));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, VocabularySize, nameof(ids));
            if (id == BeginId || id == EndId || id == PadId)
            {
                continue;
            }

            string token = _vocabulary.Tokens[id];
            bool continues = token.StartsWith(WordPieceFile.Continues, StringComparison.Ordinal) && token.Length > WordPieceFile.Continues.Length;
            text.Append(continues || text.Length == 0 ? "" : " ").Append(continues ? token[WordPieceFile.Continues.Length..] : token);
        }

        return text.ToString();
    }

    /// <summary>The pieces of a word; where one is missing, or the word is too long, the token for unknown words in place of all.</summary>
    private void Append(List<int> ids, string word)
    {
        int first = ids.Count;
        int start = word.Length > WordPieceFile.LongestWord && word.EnumerateRunes().Count() > WordPieceFile.LongestWord ? -1 : 0;
        while (start >= 0 && start < word.Length)
        {
            Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> pieces = (start == 0 ? _begins : _continues).GetAlternateLookup<ReadOnlySpan<char>>();
            int end = word.Length;
            int id = -1;
            while (end > start && !pieces.TryGetValue(word.AsSpan(start, end - start), out id))
            {
                end--;
                id = -1;
            }

            if (id >= 0)
            {
                ids.Add(id);
            }

            start = id >= 0 ? end : -1;
        }

        if (start < 0)
        {
            ids.RemoveRange(first, ids.Count - first);
            ids.Add(_unknown);
        }
    }
}
