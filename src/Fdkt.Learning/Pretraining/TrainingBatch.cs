using static TorchSharp.torch;

namespace Fdkt.Learning.Pretraining;

/// <summary>One batch for the trainer, which disposes it.</summary>
/// <param name="Tokens">(batch, length) int64; negative is padding, on the right; length at least 2.</param>
/// <param name="Conditioning">(batch, Z) in the model's dtype, or null for a model without conditioning.</param>
public sealed record TrainingBatch(Tensor Tokens, Tensor? Conditioning = null) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Tokens.Dispose();
        Conditioning?.Dispose();
    }
}
