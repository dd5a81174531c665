namespace Fdkt.Learning.Augmentation;

/// <summary>A prompt template cannot be used. The message is one line: where, what, and what to write.</summary>
/// <param name="source">Name of the template.</param>
/// <param name="problem">What is wrong and what to do, as a sentence.</param>
public sealed class PromptTemplateException(string source, string problem) : Exception($"{source}: {problem}")
{
    /// <summary>Name of the template: its file.</summary>
    public string Template { get; } = source;
}
