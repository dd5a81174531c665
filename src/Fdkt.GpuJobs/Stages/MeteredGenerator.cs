using Fdkt.Contracts.Telemetry;
using Fdkt.Learning.Augmentation;
using Fdkt.Learning.PublicModels;

namespace Fdkt.GpuJobs.Stages;

/// <summary>Counts the tokens that the server's language model writes.</summary>
/// <param name="inner">The language model.</param>
internal sealed class MeteredGenerator(ITextGenerator inner) : ITextGenerator
{
    public bool StaysInProcess => inner.StaysInProcess;

    public async Task<IReadOnlyList<WrittenText>> GenerateAsync(IReadOnlyList<FewShotPrompt> prompts, WritingOptions options, Action<int>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<WrittenText> texts = await inner.GenerateAsync(prompts, options, progress, cancellationToken).ConfigureAwait(false);
        FederationMetrics.TokensWritten.Add(texts.Sum(text => (long)text.Tokens));
        return texts;
    }
}
