namespace Fdkt.Learning.Tokenizers;

/// <summary>What the files of a SentencePiece tokenizer say. Immutable.</summary>
/// <param name="Tokens">Bytes of each id, a blank where the file has its mark; empty for special tokens.</param>
/// <param name="IsPiece">Whether an id stands for the text of its bytes.</param>
/// <param name="ByteIds">Ids of the 256 bytes, or null.</param>
/// <param name="UnknownId">What a code point without piece or bytes becomes.</param>
/// <param name="Merges">As <see cref="PairMerger"/> takes them.</param>
/// <param name="SpecialTokens">Control tokens by name.</param>
/// <param name="AddsBlank">True where a text starts with a blank of its own.</param>
internal sealed record PieceVocabulary(
    byte[][] Tokens,
    bool[] IsPiece,
    int[]? ByteIds,
    int UnknownId,
    IReadOnlyDictionary<long, (double Priority, int Result)> Merges,
    IReadOnlyDictionary<string, int> SpecialTokens,
    bool AddsBlank);
