namespace Fdkt.Learning.Tokenizers;

/// <summary>Tokens and merges of a byte-level byte-pair encoding. Immutable.</summary>
/// <param name="Tokens">Bytes of each token by id; empty for the special ones.</param>
/// <param name="Merges">Pairs of ids with the id of the result, the most frequent first: the order is the priority.</param>
/// <param name="BeginId">Id of <see cref="BeginToken"/>.</param>
/// <param name="EndId">Id of <see cref="EndToken"/>.</param>
/// <param name="PadId">Id of <see cref="PadToken"/>.</param>
internal sealed record BpeVocabulary(
    IReadOnlyList<byte[]> Tokens, IReadOnlyList<(int Left, int Right, int Result)> Merges, int BeginId, int EndId, int PadId)
{
    /// <summary>Name of the token that starts a text.</summary>
    public const string BeginToken = "<|begin|>";

    /// <summary>Name of the token that ends a text.</summary>
    public const string EndToken = "<|end|>";

    /// <summary>Name of the token that fills a batch.</summary>
    public const string PadToken = "<|pad|>";

    /// <summary>Number of tokens before the first merge: the three special ones and the 256 bytes.</summary>
    public const int BaseSize = 3 + 256;

    /// <summary>Name of a special token, or null for an ordinary one.</summary>
    public string? SpecialName(int id) =>
        id == BeginId ? BeginToken : id == EndId ? EndToken : id == PadId ? PadToken : null;
}
