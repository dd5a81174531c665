using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.PrivateTraining;

/// <summary>Inputs and logit gradients of the head for some of the records.</summary>
internal sealed class KeptHeadSlice : KeptRecords
{
    private readonly Tensor _target;

    /// <param name="target">(vocabulary, hidden) view of the flat gradient, not owned.</param>
    /// <param name="first">First record.</param>
    /// <param name="input">(records, positions, hidden), owned.</param>
    /// <param name="gradient">(records, positions, vocabulary), owned.</param>
    public KeptHeadSlice(Tensor target, int first, Tensor input, Tensor gradient)
        : base(input, gradient) => (_target, First, Input, Gradient) = (target, first, input, gradient);

    public int First { get; }

    public Tensor Input { get; }

    public Tensor Gradient { get; }

    public override void Contract(Tensor weights)
    {
        using Tensor part = weights.narrow(0, First, Input.shape[0]);
        using Tensor factor = part.view(-1, 1, 1);
        Input.mul_(factor);
        using Tensor rows = Input.view(-1, Input.shape[2]);
        using Tensor gradientRows = Gradient.view(-1, Gradient.shape[2]);
        using Tensor transposed = gradientRows.t();
        _target.addmm_(transposed, rows);
    }

    public override void Clear(Tensor records)
    {
        using var scope = NewDisposeScope();
        Tensor inside = records.ge(Scalars.Of(First)).logical_and(records.lt(Scalars.Of(First + Input.shape[0])));
        Tensor local = records.masked_select(inside).sub(Scalars.Of(First));
        base.Clear(local);
    }
}
