using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>The few operations every pass through a decoder shares.</summary>
internal static class DecoderMath
{
    /// <summary>1 / root mean square over the last dimension, kept: (..., 1).</summary>
    /// <remarks>By the norm kernel: one pass and no squared copy. Wide also where the input is of 16 bits.</remarks>
    public static Tensor InverseRms(Tensor x, double epsilon)
    {
        long width = x.shape[^1];
        using Tensor wide = Precision.Wide(x);
        using Tensor norm = linalg.vector_norm(wide, 2, [-1], keepdim: true);
        return norm.mul(norm).mul_(Scalars.Of(1.0 / width)).add_(Scalars.Of(epsilon), Scalars.One).rsqrt_();
    }

    /// <summary>x · inverseRms · weight, in the type of x.</summary>
    public static Tensor RmsNorm(Tensor x, Tensor inverseRms, Tensor weight) => Precision.Back(x.mul(inverseRms).mul_(weight), x.dtype);

    /// <summary>A norm of differentiable operations only (Zhang, Sennrich 2019, arXiv:1910.07467v1, eq. 4; Ba et al. 2016, arXiv:1607.06450v1, eq. 4).</summary>
    /// <param name="x">(..., hidden).</param>
    /// <param name="weight">Scale.</param>
    /// <param name="bias">Shift of a layer norm; null for RMSNorm, which centres nothing either.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    public static Tensor DifferentiableNorm(Tensor x, Tensor weight, Tensor? bias, double epsilon)
    {
        Tensor wide = Precision.Wide(x);
        Tensor centred = bias is null ? wide : wide.sub(wide.mean([-1L], keepdim: true));
        Tensor inverse = centred.mul(centred).mean([-1L], keepdim: true).add(Scalars.Of(epsilon), Scalars.One).rsqrt();
        Tensor y = centred.mul(inverse).mul(weight);
        return Precision.As(bias is null ? y : y.add(bias, Scalars.One), x.dtype);
    }

    /// <summary>GELU in its tanh form (Hendrycks, Gimpel 2016, arXiv:1606.08415v5, §2). Differentiable.</summary>
    public static Tensor GeluTanh(Tensor x) => nn.functional.gelu(x, TorchSharp.Modules.GELU.Approximate.tanh);

    /// <summary>Rotates by position in place.</summary>
    /// <param name="x">(..., heads, headSize); a view is fine.</param>
    /// <param name="cosine">Broadcasts over (..., heads, headSize / 2).</param>
    /// <param name="sine">As <paramref name="cosine"/>.</param>
    /// <param name="inverse">Rotates back, which is also the backward pass.</param>
    public static void Rotate(Tensor x, Tensor cosine, Tensor sine, bool inverse = false)
    {
        if (x.dtype != cosine.dtype)
        {
            using Tensor wide = x.to(cosine.dtype);
            Rotate(wide, cosine, sine, inverse);
            x.copy_(wide);
            return;
        }

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
        return Precision.As(cat([first.mul(cosine).sub(second.mul(sine)), second.mul(cosine).add(first.mul(sine), Scalars.One)], -1), x.dtype);
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

    /// <summary>Attention with what may be seen given by a bias: 0, or −∞ for what may not. (queries, keys).</summary>
    public static Tensor Attention(Tensor query, Tensor key, Tensor value, Tensor bias)
    {
        long groups = query.shape[1] / key.shape[1];
        return nn.functional.scaled_dot_product_attention(query, RepeatHeads(key, groups), RepeatHeads(value, groups), bias);
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
