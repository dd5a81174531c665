using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>The few operations every pass through a decoder shares.</summary>
internal static class DecoderMath
{
    /// <summary>1 / root mean square over the last dimension, kept: (..., 1).</summary>
    /// <remarks>By the norm kernel: one pass and no squared copy.</remarks>
    public static Tensor InverseRms(Tensor x, double epsilon)
    {
        long width = x.shape[^1];
        using Tensor norm = linalg.vector_norm(x, 2, [-1], keepdim: true);
        return norm.mul(norm).mul_(Scalars.Of(1.0 / width)).add_(Scalars.Of(epsilon), Scalars.One).rsqrt_();
    }

    /// <summary>x · inverseRms · weight.</summary>
    public static Tensor RmsNorm(Tensor x, Tensor inverseRms, Tensor weight) => x.mul(inverseRms).mul_(weight);

    /// <summary>RMSNorm of differentiable operations only (Zhang, Sennrich 2019, arXiv:1910.07467v1, eq. 4).</summary>
    public static Tensor DifferentiableRmsNorm(Tensor x, Tensor weight, double epsilon)
    {
        Tensor inverse = x.mul(x).mean([-1L], keepdim: true).add(Scalars.Of(epsilon), Scalars.One).rsqrt();
        return x.mul(inverse).mul(weight);
    }

    /// <summary>Rotates by position in place.</summary>
    /// <param name="x">(..., heads, headSize); a view is fine.</param>
    /// <param name="cosine">Broadcasts over (..., heads, headSize / 2).</param>
    /// <param name="sine">As <paramref name="cosine"/>.</param>
    /// <param name="inverse">Rotates back, which is also the backward pass.</param>
    public static void Rotate(Tensor x, Tensor cosine, Tensor sine, bool inverse = false)
    {
        long half = x.shape[^1] / 2;
        double sign = inverse ? -1 : 1;
        using Tensor first = x.narrow(-1, 0, half);
        using Tensor second = x.narrow(-1, half, half);
        using Tensor rotated = first.mul(cosine).addcmul_(second, sine, Scalars.Of(-sign));
        second.mul_(cosine).addcmul_(first, sine, Scalars.Of(sign));
        first.copy_(rotated);
    }

    /// <summary>As <see cref="Rotate"/>, of differentiable operations.</summary>
    public static Tensor DifferentiableRotate(Tensor x, Tensor cosine, Tensor sine)
    {
        long half = x.shape[^1] / 2;
        Tensor first = x.narrow(-1, 0, half);
        Tensor second = x.narrow(-1, half, half);
        return cat([first.mul(cosine).sub(second.mul(sine)), second.mul(cosine).add(first.mul(sine), Scalars.One)], -1);
    }

    /// <summary>Causal attention with grouped keys and values.</summary>
    /// <param name="query">(batch, heads, length, headSize).</param>
    /// <param name="key">(batch, keyValueHeads, length, headSize).</param>
    /// <param name="value">As <paramref name="key"/>.</param>
    /// <returns>(batch, heads, length, headSize).</returns>
    public static Tensor CausalAttention(Tensor query, Tensor key, Tensor value)
    {
        long groups = query.shape[1] / key.shape[1];
        return nn.functional.scaled_dot_product_attention(query, RepeatHeads(key, groups), RepeatHeads(value, groups), is_casual: true);
    }

    private static Tensor RepeatHeads(Tensor x, long groups)
    {
        if (groups == 1)
        {
            return x;
        }

        long[] s = x.shape;
        return x.unsqueeze(2).expand([s[0], s[1], groups, s[2], s[3]]).reshape(s[0], s[1] * groups, s[2], s[3]);
    }
}
