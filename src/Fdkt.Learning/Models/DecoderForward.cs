using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>The plain forward pass, of differentiable operations: the reference the faster passes are tested against.</summary>
internal static class DecoderForward
{
    /// <summary>Final hidden states at token positions, after the last norm.</summary>
    /// <returns>(batch, length, hidden), in the caller's dispose scope with every temporary.</returns>
    public static Tensor Hidden(DecoderModel model, Tensor tokens, Tensor? conditioning)
    {
        model.CheckInputs(tokens, conditioning);
        DecoderConfig config = model.Config;
        ParameterLayout layout = model.Layout;
        long batch = tokens.shape[0];
        long length = tokens.shape[1];
        Tensor ids = tokens.clamp(min: Scalars.Zero).reshape(-1);
        Tensor x = model.Named(layout.Embedding).index_select(0, ids).view(batch, length, config.HiddenSize);
        if (layout.ControlProjection is { } projection)
        {
            Tensor prefix = conditioning!.matmul(model.Named(projection).t()).view(batch, config.PrefixLength, config.HiddenSize);
            x = cat([prefix, x], 1);
        }

        long positions = length + config.PrefixLength;
        Tensor cosine = model.Rotary.Cosine.narrow(0, 0, positions);
        Tensor sine = model.Rotary.Sine.narrow(0, 0, positions);
        foreach (LayerSlots layer in layout.Layers)
        {
            Tensor normed = DecoderMath.DifferentiableRmsNorm(x, model.Named(layer.InputNorm), config.RmsNormEpsilon);
            Tensor query = DecoderMath.DifferentiableRotate(Heads(normed, model.Named(layer.Query), config.HeadSize), cosine, sine);
            Tensor key = DecoderMath.DifferentiableRotate(Heads(normed, model.Named(layer.Key), config.HeadSize), cosine, sine);
            Tensor value = Heads(normed, model.Named(layer.Value), config.HeadSize);
            Tensor mixed = DecoderMath.CausalAttention(query, key, value).transpose(1, 2).reshape(batch, positions, config.HiddenSize);
            x = x.add(mixed.matmul(model.Named(layer.Output).t()), Scalars.One);

            normed = DecoderMath.DifferentiableRmsNorm(x, model.Named(layer.PostAttentionNorm), config.RmsNormEpsilon);
            Tensor gate = normed.matmul(model.Named(layer.Gate).t()).silu();
            Tensor up = normed.matmul(model.Named(layer.Up).t());
            x = x.add(gate.mul(up).matmul(model.Named(layer.Down).t()), Scalars.One);
        }

        return DecoderMath.DifferentiableRmsNorm(x.narrow(1, config.PrefixLength, length), model.Named(layout.FinalNorm), config.RmsNormEpsilon);
    }

    private static Tensor Heads(Tensor x, Tensor weight, int headSize) =>
        x.matmul(weight.t()).view(x.shape[0], x.shape[1], -1, headSize).transpose(1, 2);
}
