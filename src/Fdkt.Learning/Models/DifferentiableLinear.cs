using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>A linear layer of differentiable operations, with the adapter on its weight where there is one.</summary>
internal static class DifferentiableLinear
{
    /// <summary>x Wᵀ + b, and scale · x Aᵀ Bᵀ of the adapter.</summary>
    /// <param name="model">Holds weight and bias.</param>
    /// <param name="x">(..., inputs).</param>
    /// <param name="weight">(outputs, inputs).</param>
    /// <param name="bias">(outputs), or null.</param>
    /// <param name="adapters">By offset of the weight; null for none. Rounded to the type of <paramref name="x"/> where they are wider.</param>
    /// <returns>(..., outputs), in the caller's dispose scope with every temporary.</returns>
    public static Tensor Apply(IParameterVector model, Tensor x, ParameterSlot weight, ParameterSlot? bias, IReadOnlyDictionary<long, LowRankAdapter>? adapters = null)
    {
        Tensor y = x.matmul(model.Named(weight).t());
        if (bias is { } slot)
        {
            y = y.add(model.Named(slot), Scalars.One);
        }

        return adapters is not null && adapters.TryGetValue(weight.Offset, out LowRankAdapter? adapter)
            ? y.add(x.matmul(Precision.As(adapter.Down, x.dtype).t()).matmul(Precision.As(adapter.Up, x.dtype).t()), Scalars.Of(adapter.Scale))
            : y;
    }
}
