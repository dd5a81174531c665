namespace Fdkt.Contracts.Rounds;

/// <summary>What is to be classified.</summary>
/// <param name="Name">A short name for reports; default "task".</param>
/// <param name="Domain">What the texts are, in a few words that enter the prompts, such as "news headlines"; default "text".</param>
/// <param name="Labels">
/// The class names, known to all parties. Left out, they are discovered from the training data, and are then treated as public.
/// </param>
public sealed record TaskSection(string Name = "task", string Domain = "text", IReadOnlyList<string>? Labels = null);
