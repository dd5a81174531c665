namespace Fdkt.Learning.Generation;

/// <summary>One generated text.</summary>
/// <param name="Index">Position of its request.</param>
/// <param name="Tokens">New tokens, without prompt and end token.</param>
/// <param name="LogProbability">Sum of the model's log-probabilities (nats, temperature 1, nothing cut off) of the new tokens and the end token.</param>
/// <param name="Ended">True where the end token was drawn, false where a limit ended the text.</param>
public sealed record GeneratedText(int Index, IReadOnlyList<int> Tokens, double LogProbability, bool Ended);
