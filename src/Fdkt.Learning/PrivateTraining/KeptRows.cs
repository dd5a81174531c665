using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.PrivateTraining;

/// <summary>Gradients that go to single rows of a table: token embeddings and class prompts.</summary>
internal sealed class KeptRows : KeptRecords
{
    private readonly Tensor _target;
    private readonly Tensor _rows;
    private readonly Tensor _gradient;

    /// <param name="target">(rows, width) view of the flat gradient, not owned.</param>
    /// <param name="rows">(batch, positions) int64, row of each position. Not owned: it must outlive this.</param>
    /// <param name="gradient">(batch, positions, width), owned.</param>
    public KeptRows(Tensor target, Tensor rows, Tensor gradient)
        : base(gradient) => (_target, _rows, _gradient) = (target, rows, gradient);

    public override void Contract(Tensor weights)
    {
        using Tensor factor = weights.view(-1, 1, 1);
        _gradient.mul_(factor);
        using Tensor index = _rows.view(-1);
        using Tensor source = _gradient.view(-1, _gradient.shape[2]);
        _target.index_add_(0, index, source, Scalars.One);
    }
}
