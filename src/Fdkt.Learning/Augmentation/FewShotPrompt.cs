namespace Fdkt.Learning.Augmentation;

/// <summary>A request for one more text of a class, the same for every back end: a language model that reads words gets it through a <see cref="PromptTemplate"/>.</summary>
/// <param name="Label">Class the text shall have.</param>
/// <param name="Shots">Demonstrations of that class; none for a zero-shot prompt.</param>
/// <param name="Task">What the round is about.</param>
public sealed record FewShotPrompt(int Label, IReadOnlyList<string> Shots, PromptTask Task)
{
    /// <summary>Name of the class.</summary>
    public string LabelName => Task.Labels[Label];

    /// <summary>What is asked for in the fewest words: domain and name of the class. A back end without instructions uses it where there are no shots.</summary>
    public string Instruction => $"{Task.Domain}: {LabelName}";
}
