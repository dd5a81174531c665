namespace Fdkt.Learning.Augmentation;

/// <summary>A prompt in words.</summary>
/// <param name="System">What the model is told about its work; may be empty.</param>
/// <param name="User">What it is asked for now.</param>
public sealed record ChatPrompt(string System, string User);
