using Fdkt.Learning.Embedding;
using Fdkt.Learning.Native;
using Fdkt.Learning.PublicModels;

namespace Fdkt.Learning.Augmentation;

/// <summary>Few-shot generation with the public model: the shots enter as the mean of their encodings, the form it was trained on.</summary>
/// <param name="model">Not owned.</param>
public sealed class PublicModelGenerator(PublicModel model) : ITextGenerator
{
    /// <inheritdoc/>
    public bool StaysInProcess => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<WrittenText>> GenerateAsync(IReadOnlyList<FewShotPrompt> prompts, WritingOptions options, Action<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        TorchThreads.Apply(); // An embedder that waits for others may have changed the thread.
        float[][] codes = [.. prompts.AsParallel().AsOrdered().Select(Code)];
        IReadOnlyList<WrittenText> texts = new CodeWriter(model).Write(codes, options.Temperature, options.TopK, options.TopP, options.Seed, progress, cancellationToken);
        return Task.FromResult(texts);
    }

    /// <summary>Without shots the words of the instruction are all there is to go by; unknown words give unprompted text.</summary>
    private float[] Code(FewShotPrompt prompt) => prompt.Shots.Count == 0
        ? model.Encoder.Encode(prompt.Instruction)
        : VectorMath.NormalizedSum(prompt.Shots.Select(model.Encoder.Encode), model.Encoder.Dimension);
}
