namespace Fdkt.Learning.PublicModels;

/// <summary>A text the public model wrote.</summary>
/// <param name="Text">The text, trimmed.</param>
/// <param name="Tokens">Its length in tokens.</param>
/// <param name="Complete">True where the model ended it, false where the length limit did.</param>
public readonly record struct WrittenText(string Text, int Tokens, bool Complete);
