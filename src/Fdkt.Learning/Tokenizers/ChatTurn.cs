namespace Fdkt.Learning.Tokenizers;

/// <summary>What somebody says in a chat.</summary>
/// <param name="Role">Who.</param>
/// <param name="Text">What: plain text. Names of special tokens inside it are text like any other.</param>
public sealed record ChatTurn(ChatRole Role, string Text);
