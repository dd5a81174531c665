using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Models.Encoders;

/// <summary>Forward pass of an encoder, of differentiable operations (Devlin et al. 2019, arXiv:1810.04805v2; Vaswani et al. 2017, arXiv:1706.03762v7, §3).</summary>
internal static class EncoderForward
{
    // Added to the score of a padded position: far below any score, and still finite in 16 bits.
    private const double Masked = -1e4;

    /// <summary>Last states of every token.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokens">(batch, length) int64; negative is padding, on the right; each row has a token.</param>
    /// <param name="adapters">Low-rank additions by the offset of their weight; null for none.</param>
    /// <returns>(batch, length, hidden), in the caller's dispose scope with every temporary.</returns>
    public static Tensor States(EncoderModel model, Tensor tokens, IReadOnlyDictionary<long, LowRankAdapter>? adapters = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        EncoderConfig config = model.Config;
        if (tokens.shape.Length != 2 || tokens.shape[1] < 1 || tokens.shape[1] > config.MaximumLength)
        {
            throw new ArgumentException($"Tokens have shape [{string.Join(", ", tokens.shape)}]; need (batch, 1 to {config.MaximumLength}).", nameof(tokens));
        }

        EncoderLayout layout = model.Layout;
        long batch = tokens.shape[0];
        long length = tokens.shape[1];
        Tensor x = model.Named(layout.WordEmbedding).index_select(0, tokens.clamp(min: Scalars.Zero).reshape(-1)).view(batch, length, config.HiddenSize);
        x = x.add(model.Named(layout.PositionEmbedding).narrow(0, config.PositionOffset, length), Scalars.One);
        if (layout.TypeEmbedding is { } types)
        {
            x = x.add(model.Named(types).narrow(0, 0, 1), Scalars.One);
        }

        x = Norm(model, layout.EmbeddingNorm, x);
        // (batch, 1, 1, length)
        Tensor mask = tokens.lt(Scalars.Zero).to(x.dtype).mul(Scalars.Of(Masked)).view(batch, 1, 1, length);
        foreach (EncoderLayerSlots layer in layout.Layers)
        {
            x = Norm(model, layer.AttentionNorm, x.add(Attention(model, layer, x, mask, adapters), Scalars.One));
            Tensor inner = nn.functional.gelu(Linear(model, x, layer.Up, adapters));
            x = Norm(model, layer.OutputNorm, x.add(Linear(model, inner, layer.Down, adapters), Scalars.One));
        }

        return x;
    }

    /// <summary>The pooler on the first token's state, or the state itself.</summary>
    /// <returns>(batch, hidden), in the caller's dispose scope with every temporary.</returns>
    public static Tensor Pool(EncoderModel model, Tensor states)
    {
        Tensor first = states.select(1, 0);
        return model.Layout.Pooler is { } pooler ? Linear(model, first, pooler, null).tanh() : first;
    }

    private static Tensor Attention(EncoderModel model, EncoderLayerSlots layer, Tensor x, Tensor mask, IReadOnlyDictionary<long, LowRankAdapter>? adapters)
    {
        int size = model.Config.HeadSize;
        Tensor query = Heads(Linear(model, x, layer.Query, adapters), size);
        Tensor key = Heads(Linear(model, x, layer.Key, adapters), size);
        Tensor value = Heads(Linear(model, x, layer.Value, adapters), size);
        Tensor mixed = nn.functional.scaled_dot_product_attention(query, key, value, mask).transpose(1, 2).reshape(x.shape);
        return Linear(model, mixed, layer.Output, adapters);
    }

    private static Tensor Linear(EncoderModel model, Tensor x, EncoderLinear linear, IReadOnlyDictionary<long, LowRankAdapter>? adapters) =>
        DifferentiableLinear.Apply(model, x, linear.Weight, linear.Bias, adapters);

    private static Tensor Norm(EncoderModel model, NormSlots slots, Tensor x) =>
        DecoderMath.DifferentiableNorm(x, model.Named(slots.Weight), model.Named(slots.Bias!.Value), model.Config.NormEpsilon);

    private static Tensor Heads(Tensor x, int headSize) => x.view(x.shape[0], x.shape[1], -1, headSize).transpose(1, 2);
}
