using Fdkt.Learning.Augmentation;
using Fdkt.Learning.PublicModels;

namespace Fdkt.Learning.Tests.Augmentation;

/// <summary>A language model whose replies a test writes.</summary>
internal sealed class ScriptedGenerator(Func<FewShotPrompt, int, string> reply) : ITextGenerator
{
    private int _written;

    public List<IReadOnlyList<FewShotPrompt>> Calls { get; } = [];

    public Task<IReadOnlyList<WrittenText>> GenerateAsync(IReadOnlyList<FewShotPrompt> prompts, int seed, Action<int>? progress, CancellationToken cancellationToken)
    {
        Calls.Add(prompts);
        IReadOnlyList<WrittenText> texts = [.. prompts.Select(prompt => new WrittenText(reply(prompt, _written++), 3, true))];
        return Task.FromResult(texts);
    }
}
