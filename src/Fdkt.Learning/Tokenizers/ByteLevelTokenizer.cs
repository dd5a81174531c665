namespace Fdkt.Learning.Tokenizers;

/// <summary>The byte-level tokenizer of a published model (GPT-2, Qwen 2, Llama 3, tiktoken): any text becomes ids and the same text again. Thread-safe.</summary>
/// <remarks>
/// Text is taken as it is. Qwen's files ask for Unicode normal form C: text in that form, which is nearly all text, gets the published ids; other text
/// gets ids of its own bytes.
/// </remarks>
public sealed class ByteLevelTokenizer : IModelTokenizer
{
    private readonly ByteLevelEncoder _encoder;
    private readonly WordPattern _pattern;

    internal ByteLevelTokenizer(ByteLevelVocabulary vocabulary, SpecialIds ids)
    {
        _pattern = vocabulary.Pattern;
        _encoder = new ByteLevelEncoder(vocabulary.Tokens, vocabulary.Merges, vocabulary.TakesWholeWords);
        (SpecialTokens, VocabularySize) = (vocabulary.SpecialTokens, vocabulary.Tokens.Count);
        (BeginId, EndId, PadId) = ids;
    }

    /// <inheritdoc/>
    public int VocabularySize { get; }

    /// <inheritdoc/>
    public int BeginId { get; }

    /// <inheritdoc/>
    public int EndId { get; }

    /// <inheritdoc/>
    public int PadId { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> SpecialTokens { get; }

    /// <summary>Reads a tiktoken file: a token in base 64 and its rank on each line.</summary>
    /// <param name="path">The file. At most 64 MiB.</param>
    /// <param name="pattern">How text is cut; the file does not say.</param>
    /// <param name="specialTokens">Names and ids of the tokens beyond the file's ranks; the file does not say.</param>
    /// <param name="begin">Name of the token that starts a text.</param>
    /// <param name="end">Name of the token that ends a text, and fills a batch.</param>
    /// <exception cref="TokenizerException">The file is damaged, or a special id is a rank of the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ByteLevelTokenizer LoadTiktoken(string path, WordPattern pattern, IReadOnlyDictionary<string, int> specialTokens, string begin, string end)
    {
        ArgumentNullException.ThrowIfNull(specialTokens);
        ByteLevelVocabulary vocabulary = TiktokenFile.Read(path, pattern, specialTokens);
        return new ByteLevelTokenizer(vocabulary, new SpecialIds(Special(begin), Special(end), Special(end)));

        int Special(string name) => specialTokens.TryGetValue(name, out int id) ? id : throw new TokenizerException(path, "a special token that its settings name is none of its tokens.");
    }

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>((text.Length / 3) + 1);
        for (int start = 0; start < text.Length;)
        {
            int end = RuneWords.End(text, start, _pattern);
            _encoder.Append(ids, text.AsSpan(start, end - start));
            start = end;
        }

        return [.. ids];
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids) => _encoder.Decode(ids);
}
