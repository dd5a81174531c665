using Fdkt.Learning.PublicModels;

namespace Fdkt.Learning.Augmentation;

/// <summary>The server's language model.</summary>
public interface ITextGenerator
{
    /// <summary>Writes one text per prompt.</summary>
    /// <param name="prompts">What to write.</param>
    /// <param name="seed">Of the sampling, where the back end has one.</param>
    /// <param name="progress">Told the number of finished texts; may be null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One reply per prompt, in order; an empty text is a reply that could not be used.</returns>
    Task<IReadOnlyList<WrittenText>> GenerateAsync(IReadOnlyList<FewShotPrompt> prompts, int seed, Action<int>? progress, CancellationToken cancellationToken);
}
