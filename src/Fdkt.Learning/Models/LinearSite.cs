using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>A frozen or trainable linear layer with the adapters on its row ranges, and their forward and backward steps.</summary>
/// <remarks>Adapters are wide beside weights of 16 bits; they are rounded for the products here, and their gradients are taken from the same products.</remarks>
internal sealed class LinearSite
{
    private readonly ParameterSlot _slot;
    private readonly ParameterSlot? _biasSlot;
    private readonly Tensor _weight;
    private readonly Tensor? _bias;
    private readonly (int FirstRow, LowRankAdapter Adapter)[] _adapters;

    public LinearSite(DecoderModel model, ParameterSlot slot, ParameterSlot? bias, IEnumerable<LowRankAdapter> adapters)
    {
        _slot = slot;
        _biasSlot = bias;
        _weight = model.Named(slot);
        _bias = bias is { } present ? model.Named(present) : null;
        _adapters = [.. adapters
            .Where(a => a.Target.Offset >= slot.Offset && a.Target.Offset < slot.Offset + slot.Count)
            .Select(a => ((int)((a.Target.Offset - slot.Offset) / slot.Columns), a))];
    }

    /// <summary>x Wᵀ + b plus the adapters.</summary>
    /// <param name="x">(rows, p), contiguous.</param>
    /// <param name="middles">Each adapter's x Aᵀ, detached from scopes, to be given to <see cref="Backward"/>.</param>
    public Tensor Forward(Tensor x, out Tensor[] middles)
    {
        using Tensor transposed = _weight.t();
        Tensor y = _bias is null ? x.mm(transposed) : _bias.addmm(x, transposed);
        middles = _adapters.Length == 0 ? [] : new Tensor[_adapters.Length];
        for (int i = 0; i < middles.Length; i++)
        {
            (int firstRow, LowRankAdapter adapter) = _adapters[i];
            using Tensor downValues = Precision.As(adapter.Down, x.dtype);
            using Tensor upValues = Precision.As(adapter.Up, x.dtype);
            using Tensor down = downValues.t();
            using Tensor up = upValues.t();
            using Tensor part = y.narrow(1, firstRow, adapter.Target.Rows);
            // The scale sits in the middle value, so that B's gradient needs no further factor.
            middles[i] = x.mm(down).mul_(Scalars.Of(adapter.Scale)).DetachFromDisposeScope();
            part.addmm_(middles[i], up);
        }

        return y;
    }

    /// <summary>Reports the weight gradients and returns the gradient of the input.</summary>
    /// <param name="sink">Receives the pairs.</param>
    /// <param name="x">(rows, p).</param>
    /// <param name="middles">From <see cref="Forward"/>; disposed here.</param>
    /// <param name="gradient">(rows, d), not written to.</param>
    /// <param name="batch">Records in the rows.</param>
    /// <param name="accumulator">Where the input's gradient is added; null makes a new one.</param>
    public Tensor Backward(IGradientSink sink, Tensor x, Tensor[] middles, Tensor gradient, long batch, Tensor? accumulator = null)
    {
        if (sink.NeedsBaseWeights)
        {
            sink.Linear(_slot, x, gradient, batch);
            if (_biasSlot is { } bias)
            {
                sink.Bias(bias, gradient, batch);
            }
        }

        Tensor result = accumulator is null ? gradient.mm(_weight) : accumulator.addmm_(gradient, _weight);
        for (int i = 0; i < middles.Length; i++)
        {
            (int firstRow, LowRankAdapter adapter) = _adapters[i];
            using Tensor part = gradient.narrow(1, firstRow, adapter.Target.Rows);
            using Tensor downValues = Precision.As(adapter.Down, x.dtype);
            using Tensor upValues = Precision.As(adapter.Up, x.dtype);
            using Tensor down = part.mm(upValues).mul_(Scalars.Of(adapter.Scale));
            using Tensor output = part.contiguous();
            sink.Adapter(adapter.DownSlot, x, down, batch);
            sink.Adapter(adapter.UpSlot, middles[i], output, batch);
            result.addmm_(down, downValues);
            middles[i].Dispose();
        }

        return result;
    }
}
