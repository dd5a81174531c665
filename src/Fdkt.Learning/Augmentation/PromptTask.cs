namespace Fdkt.Learning.Augmentation;

/// <summary>What the prompts of a round are about.</summary>
/// <param name="Domain">What the texts are, in words.</param>
/// <param name="Labels">Names of the classes.</param>
public sealed record PromptTask(string Domain, IReadOnlyList<string> Labels);
