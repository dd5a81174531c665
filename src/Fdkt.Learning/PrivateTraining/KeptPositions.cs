using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.PrivateTraining;

/// <summary>Gradients of learned positions: column t of a record belongs to row t of the table.</summary>
internal sealed class KeptPositions : KeptRecords
{
    private readonly Tensor _target;
    private readonly Tensor _gradient;

    /// <param name="target">(maximum length, hidden) view of the flat gradient, not owned.</param>
    /// <param name="gradient">(batch, positions, hidden), owned.</param>
    public KeptPositions(Tensor target, Tensor gradient)
        : base(gradient) => (_target, _gradient) = (target, gradient);

    public override void Contract(Tensor weights)
    {
        using Tensor part = _target.narrow(0, 0, _gradient.shape[1]);
        using Tensor flat = _gradient.view(_gradient.shape[0], -1);
        using Tensor transposed = flat.t();
        using Tensor sum = transposed.mv(weights);
        using Tensor rows = sum.view(_gradient.shape[1], -1);
        part.add_(rows, Scalars.One);
    }
}
