namespace Fdkt.Learning.Tokenizers;

/// <summary>A token that is added to a vocabulary.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its name, which is its text where it is not special.</param>
/// <param name="IsSpecial">True where it gives no text.</param>
internal sealed record AddedToken(int Id, string Text, bool IsSpecial);
