using static TorchSharp.torch;

namespace Fdkt.Learning.PrivateTraining;

/// <summary>Per-record gradients formed outright.</summary>
internal sealed class KeptGradients : KeptRecords
{
    private readonly Tensor _target;
    private readonly Tensor _gradients;

    /// <param name="target">View of the flat gradient with n values, contiguous, not owned.</param>
    /// <param name="gradients">(batch, n), owned.</param>
    public KeptGradients(Tensor target, Tensor gradients)
        : base(gradients) => (_target, _gradients) = (target, gradients);

    public override void Contract(Tensor weights)
    {
        using Tensor flat = _target.view(-1);
        using Tensor transposed = _gradients.t();
        flat.addmv_(transposed, weights);
    }
}
