namespace Fdkt.Learning.Embedding;

/// <summary>The public model's own encoder: the default.</summary>
/// <param name="encoder">The encoder.</param>
public sealed class EncoderEmbedder(TextEncoder encoder) : ITextEmbedder
{
    /// <inheritdoc/>
    public bool StaysInProcess => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<float[]>>(encoder.EncodeAll(texts));
}
