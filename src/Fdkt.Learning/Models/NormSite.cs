using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>One norm of a model, forward and backward.</summary>
/// <remarks>
/// A layer norm is an RMSNorm of the centred input, plus a shift: the variance is the mean square of what is centred. So both kinds share one backward pass,
/// and what a sink is told of the scale is the same.
/// </remarks>
internal sealed class NormSite(DecoderModel model, NormSlots slots)
{
    private readonly bool _centres = model.Config.Norm == NormKind.LayerNorm;
    private readonly double _epsilon = model.Config.RmsNormEpsilon;
    private readonly Tensor _weight = model.Named(slots.Weight);
    private readonly Tensor? _bias = slots.Bias is { } bias ? model.Named(bias) : null;

    /// <summary>The normed input.</summary>
    /// <param name="x">(rows, hidden); not changed.</param>
    /// <param name="centred">What <see cref="Backward"/> needs in place of the input: <paramref name="x"/> itself where nothing is centred.</param>
    /// <param name="inverse">(rows, 1), 1 / root mean square of <paramref name="centred"/>, wide.</param>
    public Tensor Forward(Tensor x, out Tensor centred, out Tensor inverse)
    {
        centred = x;
        if (_centres)
        {
            using Tensor mean = x.mean([-1L], keepdim: true);
            centred = x.sub(mean);
        }

        inverse = DecoderMath.InverseRms(centred, _epsilon);
        Tensor y = DecoderMath.RmsNorm(centred, inverse, _weight);
        return _bias is null ? y : y.add_(_bias, Scalars.One);
    }

    /// <summary>The normed input, where nothing is needed for a backward pass. Temporaries stay in the dispose scope of the caller.</summary>
    public Tensor Forward(Tensor x) => Forward(x, out _, out _);

    /// <summary>Reports the gradients of scale and shift and returns that of the input, which may be written to.</summary>
    /// <param name="sink">Receives the pairs.</param>
    /// <param name="centred">From <see cref="Forward(Tensor, out Tensor, out Tensor)"/>.</param>
    /// <param name="inverse">From there too.</param>
    /// <param name="gradient">Of the output. Overwritten or disposed.</param>
    /// <param name="batch">Records in the rows.</param>
    public Tensor Backward(IGradientSink sink, Tensor centred, Tensor inverse, Tensor gradient, long batch)
    {
        using Tensor x = Precision.Wide(centred);
        if (slots.Bias is { } bias && sink.NeedsBaseWeights)
        {
            sink.Bias(bias, gradient, batch);
        }

        Tensor g = gradient.dtype == x.dtype ? gradient : gradient.to(x.dtype);
        using Tensor product = g.mul(x);
        if (sink.NeedsBaseWeights)
        {
            using Tensor productRecords = product.view(batch, -1, product.shape[^1]);
            using Tensor inverseRecords = inverse.view(batch, -1, 1);
            sink.Norm(slots.Weight, productRecords, inverseRecords);
        }

        // dx = r g − x r³ ⟨g, x⟩ / h with g = gradient · w.
        using Tensor weight = Precision.Wide(_weight);
        using Tensor inner = product.mv(weight).unsqueeze_(1);
        using Tensor cube = inverse.pow(Scalars.Of(3));
        inner.mul_(cube).mul_(Scalars.Of(1.0 / weight.shape[0]));
        Tensor result = g.mul_(weight).mul_(inverse).addcmul_(x, inner, Scalars.Of(-1));
        if (!ReferenceEquals(g, gradient))
        {
            gradient.Dispose();
        }

        if (_centres)
        {
            // Centring is symmetric and its own square, so its backward pass is itself.
            using Tensor mean = result.mean([-1L], keepdim: true);
            result.sub_(mean);
        }

        return Precision.Back(result, centred.dtype);
    }
}
