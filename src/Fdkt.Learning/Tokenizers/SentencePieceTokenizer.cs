namespace Fdkt.Learning.Tokenizers;

/// <summary>The SentencePiece tokenizer of a published model (Llama 2). Thread-safe.</summary>
/// <remarks>
/// A text becomes ids and the same text again, with one exception that SentencePiece has too: U+2581, its mark for a blank, comes back as a blank. Where the vocabulary has no
/// bytes, what it lacks is lost as well.
/// </remarks>
public sealed class SentencePieceTokenizer : IModelTokenizer
{
    private readonly PieceEncoder _encoder;
    private readonly bool _addsBlank;

    internal SentencePieceTokenizer(PieceVocabulary vocabulary, SpecialIds ids)
    {
        _encoder = new PieceEncoder(vocabulary.Tokens, vocabulary.IsPiece, vocabulary.ByteIds, vocabulary.UnknownId, vocabulary.Merges);
        (_addsBlank, SpecialTokens) = (vocabulary.AddsBlank, vocabulary.SpecialTokens);
        (BeginId, EndId, PadId) = ids;
    }

    /// <inheritdoc/>
    public int VocabularySize => _encoder.Count;

    /// <inheritdoc/>
    public int BeginId { get; }

    /// <inheritdoc/>
    public int EndId { get; }

    /// <inheritdoc/>
    public int PadId { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> SpecialTokens { get; }

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string plain = text.Replace(SentencePieceFile.BlankMark, ' ');
        return text.Length == 0 ? [] : _encoder.Encode(_addsBlank ? $" {plain}" : plain);
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids) => _encoder.Decode(ids, _addsBlank);
}
