using System.Text.RegularExpressions;

namespace Fdkt.Learning.Tokenizers;

/// <summary>A byte-level byte-pair tokenizer with this project's three special tokens: any text becomes ids and the same text again. Thread-safe.</summary>
public sealed class BpeTextTokenizer : ITextTokenizer
{
    private readonly BpeVocabulary _vocabulary;
    private readonly ByteLevelEncoder _encoder;

    internal BpeTextTokenizer(BpeVocabulary vocabulary) =>
        (_vocabulary, _encoder) = (vocabulary, new ByteLevelEncoder(vocabulary.Tokens, ByteLevelEncoder.Ranked(vocabulary.Merges)));

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
            _encoder.Append(ids, text.AsSpan(word.Index, word.Length));
        }

        return [.. ids];
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids) => _encoder.Decode(ids);
}
