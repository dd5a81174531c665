using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>The plain forward pass, of differentiable operations: the reference the faster passes are tested against.</summary>
internal static class DecoderForward
{
    /// <summary>Final hidden states at token positions, after the last norm.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokens">(batch, length) int64; negative is padding, on the right.</param>
    /// <param name="conditioning">(batch, Z), or null for a model without conditioning.</param>
    /// <param name="adapters">Low-rank additions by the offset of their weight; null for none.</param>
    /// <returns>(batch, length, hidden), in the caller's dispose scope with every temporary.</returns>
    public static Tensor Hidden(DecoderModel model, Tensor tokens, Tensor? conditioning, IReadOnlyDictionary<long, LowRankAdapter>? adapters = null)
    {
        model.CheckInputs(tokens, conditioning);
        DecoderConfig config = model.Config;
        ParameterLayout layout = model.Layout;
        long batch = tokens.shape[0];
        long length = tokens.shape[1];
        Tensor ids = tokens.clamp(min: Scalars.Zero).reshape(-1);
        Tensor x = model.Named(layout.Embedding).index_select(0, ids).view(batch, length, config.HiddenSize);
        if (layout.PositionEmbedding is { } places)
        {
            x = x.add(model.Named(places).narrow(0, 0, length), Scalars.One);
        }

        if (layout.ControlProjection is { } projection)
        {
            Tensor prefix = Precision.As(conditioning!, x.dtype).matmul(model.Named(projection).t()).view(batch, config.PrefixLength, config.HiddenSize);
            x = cat([prefix, x], 1);
        }

        foreach (LayerSlots layer in layout.Layers)
        {
            x = x.add(Attention(model, layer, Norm(model, layer.InputNorm, x), adapters), Scalars.One);
            x = x.add(FeedForward(model, layer, Norm(model, layer.PostAttentionNorm, x), adapters), Scalars.One);
        }

        return Norm(model, layout.FinalNorm, x.narrow(1, config.PrefixLength, length));
    }

    private static Tensor Attention(DecoderModel model, LayerSlots layer, Tensor x, IReadOnlyDictionary<long, LowRankAdapter>? adapters)
    {
        DecoderConfig config = model.Config;
        Tensor query = Heads(DifferentiableLinear.Apply(model, x, layer.Query, layer.QueryBias, adapters), config.HeadSize);
        Tensor key = Heads(DifferentiableLinear.Apply(model, x, layer.Key, layer.KeyBias, adapters), config.HeadSize);
        Tensor value = Heads(DifferentiableLinear.Apply(model, x, layer.Value, layer.ValueBias, adapters), config.HeadSize);
        if (config.Positions == PositionKind.Rotary)
        {
            Tensor cosine = model.Rotary.Cosine.narrow(0, 0, x.shape[1]);
            Tensor sine = model.Rotary.Sine.narrow(0, 0, x.shape[1]);
            query = DecoderMath.DifferentiableRotate(query, cosine, sine);
            key = DecoderMath.DifferentiableRotate(key, cosine, sine);
        }

        Tensor mixed = DecoderMath.CausalAttention(query, key, value).transpose(1, 2).reshape(x.shape);
        return DifferentiableLinear.Apply(model, mixed, layer.Output, layer.OutputBias, adapters);
    }

    private static Tensor FeedForward(DecoderModel model, LayerSlots layer, Tensor x, IReadOnlyDictionary<long, LowRankAdapter>? adapters)
    {
        Tensor up = DifferentiableLinear.Apply(model, x, layer.Up, layer.UpBias, adapters);
        Tensor inner = layer.Gate is { } gate ? DifferentiableLinear.Apply(model, x, gate, layer.GateBias, adapters).silu().mul(up) : DecoderMath.GeluTanh(up);
        return DifferentiableLinear.Apply(model, inner, layer.Down, layer.DownBias, adapters);
    }

    private static Tensor Norm(DecoderModel model, NormSlots slots, Tensor x) =>
        DecoderMath.DifferentiableNorm(x, model.Named(slots.Weight), slots.Bias is { } bias ? model.Named(bias) : null, model.Config.RmsNormEpsilon);

    private static Tensor Heads(Tensor x, int headSize) => x.view(x.shape[0], x.shape[1], -1, headSize).transpose(1, 2);
}
