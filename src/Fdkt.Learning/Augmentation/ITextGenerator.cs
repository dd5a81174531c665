using Fdkt.Learning.PublicModels;

namespace Fdkt.Learning.Augmentation;

/// <summary>The server's language model.</summary>
public interface ITextGenerator
{
    /// <summary>Whether prompts stay in this process. Only such a generator may ever be shown private rows, and then only for an upper bound that is not released.</summary>
    bool StaysInProcess { get; }

    /// <summary>Writes one text per prompt. A reply that cannot be used is not asked for again here: that is the caller's to decide and to count.</summary>
    /// <param name="prompts">What to write.</param>
    /// <param name="options">How to sample.</param>
    /// <param name="progress">Told the number of finished texts, by one thread at a time; may be null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One reply per prompt, in order; one without text says why (<see cref="WrittenText.Dropped"/>).</returns>
    Task<IReadOnlyList<WrittenText>> GenerateAsync(IReadOnlyList<FewShotPrompt> prompts, WritingOptions options, Action<int>? progress, CancellationToken cancellationToken);
}
