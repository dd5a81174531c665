namespace Fdkt.ServerModels.Endpoint;

/// <summary>An answer of the server.</summary>
/// <param name="Text">What the model wrote.</param>
/// <param name="IsComplete">False where the length limit ended it.</param>
/// <param name="IsRefusal">True where the model, or a filter behind it, refused.</param>
/// <param name="InputTokens">Tokens of the prompt; 0 where the server does not say.</param>
/// <param name="OutputTokens">Tokens of the reply; 0 where the server does not say.</param>
internal sealed record ChatReply(string Text, bool IsComplete, bool IsRefusal, int InputTokens, int OutputTokens);
