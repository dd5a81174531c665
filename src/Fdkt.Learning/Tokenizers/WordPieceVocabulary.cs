namespace Fdkt.Learning.Tokenizers;

/// <summary>A WordPiece vocabulary and how text is prepared for it.</summary>
/// <param name="Tokens">Text of every id; those that continue a word begin with <c>##</c>.</param>
/// <param name="SpecialTokens">Tokens that no text gives, by name.</param>
/// <param name="Unknown">Name of the token for words that cannot be put together.</param>
/// <param name="Lowercase">Whether text is lower-cased.</param>
/// <param name="StripAccents">Whether marks over letters are taken away.</param>
/// <param name="SplitsCjk">Whether each Chinese character is a word.</param>
internal sealed record WordPieceVocabulary(
    string[] Tokens, IReadOnlyDictionary<string, int> SpecialTokens, string Unknown, bool Lowercase, bool StripAccents, bool SplitsCjk);
