namespace Fdkt.Learning.Tokenizers;

/// <summary>What the files of a byte-level tokenizer say. Immutable.</summary>
/// <param name="Tokens">Bytes of each id; empty for special tokens and for ids without a token.</param>
/// <param name="Merges">As <see cref="PairMerger"/> takes them.</param>
/// <param name="SpecialTokens">Added tokens by name.</param>
/// <param name="Pattern">How text is cut.</param>
/// <param name="TakesWholeWords">True where a word that is a token becomes that token, whatever the merges say.</param>
internal sealed record ByteLevelVocabulary(
    IReadOnlyList<byte[]> Tokens,
    IReadOnlyDictionary<long, (double Priority, int Result)> Merges,
    IReadOnlyDictionary<string, int> SpecialTokens,
    WordPattern Pattern,
    bool TakesWholeWords);
