using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.PrivateTraining;

/// <summary>Per-record squared gradient norms without per-record gradients.</summary>
/// <remarks>
/// The ghost-norm identity (Li et al. 2022, arXiv:2110.05679v6, eq. 4): for a linear layer ‖Σₜ gₜ aₜᵀ‖² = Σₜₛ ⟨aₜ, aₛ⟩⟨gₜ, gₛ⟩.
/// The double sum may cancel, so each result carries an allowance for rounding: 8 ε (Σₜ ‖aₜ‖‖gₜ‖)², which bounds the sum of the absolute terms
/// times 8 ε. A norm is therefore never understated by rounding of that size, and clipping errs on the side of less.
/// </remarks>
internal static class LayerNorms
{
    /// <summary>⟨A Aᵀ, G Gᵀ⟩ per record.</summary>
    /// <param name="input">Of the layer's input.</param>
    /// <param name="gradient">Of the gradient of its output, cut the same way.</param>
    /// <returns>(batch).</returns>
    public static Tensor Ghost(GramBlocks input, GramBlocks gradient)
    {
        using var scope = NewDisposeScope();
        Tensor terms = input.Diagonal().mul_(gradient.Diagonal()).sqrt_().sum([1L]);
        Tensor sum = terms.mul(terms).mul_(Scalars.Of(8 * Epsilon(terms.dtype)));
        foreach (((Tensor a, int weight), (Tensor g, _)) in input.Blocks.Zip(gradient.Blocks))
        {
            sum.add_(a.mul(g).sum([1L, 2L]), Scalars.Of(weight));
        }

        return sum.MoveToOuterDisposeScope();
    }

    /// <summary>Squared norm of each record's values.</summary>
    /// <param name="gradients">(batch, ...).</param>
    /// <returns>(batch).</returns>
    public static Tensor Square(Tensor gradients)
    {
        using Tensor flat = gradients.view(gradients.shape[0], -1);
        using Tensor norm = linalg.vector_norm(flat, 2, [1]);
        return norm.mul(norm);
    }

    /// <summary>True where the ghost identity is the cheaper one.</summary>
    /// <remarks>
    /// By memory alone the border is T (p + d) = p d. Formed gradients also save the later contraction, which moves the border in time:
    /// .7 was chosen from timings of single layers at T 64 and 128 on two cores.
    /// </remarks>
    public static bool PrefersGhost(long positions, long inputs, long outputs) => positions * (inputs + outputs) < 0.7 * inputs * outputs;

    private static double Epsilon(ScalarType dtype) => dtype == ScalarType.Float64 ? Math.Pow(2, -52) : Math.Pow(2, -23);
}
