namespace Fdkt.Learning.PublicModels;

/// <summary>A text a language model wrote, or why there is none.</summary>
/// <param name="Text">The text, trimmed; empty where there is none.</param>
/// <param name="Tokens">What was generated for it, in tokens.</param>
/// <param name="Complete">True where the model ended it, false where the length limit did.</param>
/// <param name="Dropped">Why there is no text, in a few fixed words for the counts of a stage; null where there is one.</param>
public readonly record struct WrittenText(string Text, int Tokens, bool Complete, string? Dropped = null)
{
    /// <summary>No text.</summary>
    /// <param name="reason">Why, in a few fixed words: it becomes a name in reports, so it never holds text of a model.</param>
    /// <param name="tokens">What was generated all the same.</param>
    /// <returns>The reply.</returns>
    public static WrittenText None(string reason, int tokens = 0) => new(string.Empty, tokens, false, reason);
}
