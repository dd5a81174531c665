using Fdkt.Learning.Augmentation;
using Fdkt.Learning.PublicModels;

namespace Fdkt.Learning.Tests.Augmentation;

/// <summary>A language model whose replies a test writes.</summary>
internal sealed class ScriptedGenerator(Func<FewShotPrompt, int, string> reply) : ITextGenerator
{
    private int _written;

    public List<IReadOnlyList<FewShotPrompt>> Calls { get; } = [];

    public List<WritingOptions> Options { get; } = [];

    public bool StaysInProcess => true;

    public Task<IReadOnlyList<WrittenText>> GenerateAsync(IReadOnlyList<FewShotPrompt> prompts, WritingOptions options, Action<int>? progress, CancellationToken cancellationToken)
    {
        Calls.Add(prompts);
        Options.Add(options);
        IReadOnlyList<WrittenText> texts = [.. prompts.Select(prompt => Reply(reply(prompt, _written++)))];
        return Task.FromResult(texts);
    }

    /// <summary>Words after an exclamation mark are a reason for no text.</summary>
    private static WrittenText Reply(string words) => words.StartsWith('!') ? WrittenText.None(words[1..], 3) : new WrittenText(words, 3, true);
}
