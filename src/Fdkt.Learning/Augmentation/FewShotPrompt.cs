namespace Fdkt.Learning.Augmentation;

/// <summary>A request for one more text of a class.</summary>
/// <param name="Label">Class the text shall have.</param>
/// <param name="Shots">Demonstrations of that class; none for a zero-shot prompt.</param>
/// <param name="Instruction">What is asked for in words: domain and name of the class. A back end without instructions uses it where there are no shots.</param>
public sealed record FewShotPrompt(int Label, IReadOnlyList<string> Shots, string Instruction);
