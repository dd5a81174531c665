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
    /// <param name="inputGram">(batch, positions, positions), from <see cref="Gram"/>.</param>
    /// <param name="gradientGram">As <paramref name="inputGram"/>.</param>
    /// <returns>(batch).</returns>
    public static Tensor Ghost(Tensor inputGram, Tensor gradientGram)
    {
        using var scope = NewDisposeScope();
        Tensor inputDiagonal = inputGram.diagonal(0, 1, 2);
        Tensor gradientDiagonal = gradientGram.diagonal(0, 1, 2);
        Tensor terms = inputDiagonal.mul(gradientDiagonal).sqrt_().sum([1L]);
        return inputGram.mul(gradientGram).sum([1L, 2L]).add_(terms.mul(terms), 8 * Epsilon(inputGram.dtype)).MoveToOuterDisposeScope();
    }

    /// <summary>X Xᵀ per record.</summary>
    /// <param name="x">(batch, positions, width).</param>
    /// <returns>(batch, positions, positions).</returns>
    public static Tensor Gram(Tensor x)
    {
        using Tensor transposed = x.transpose(1, 2);
        return x.bmm(transposed);
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

    /// <summary>True where the ghost identity needs less memory than the gradients themselves: T (p + d) &lt; p d.</summary>
    public static bool PrefersGhost(long positions, long inputs, long outputs) => positions * (inputs + outputs) < inputs * outputs;

    private static double Epsilon(ScalarType dtype) => dtype == ScalarType.Float64 ? Math.Pow(2, -52) : Math.Pow(2, -23);
}
