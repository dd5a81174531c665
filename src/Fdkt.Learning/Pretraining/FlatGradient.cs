using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Pretraining;

/// <summary>The gradient of the summed loss in one flat vector, formed during the backward pass: ordinary training.</summary>
internal sealed class FlatGradient : IGradientSink, IDisposable
{
    private readonly ParameterLayout _layout;
    private readonly Dictionary<(long, int), Tensor> _views = [];

    public FlatGradient(DecoderModel model)
    {
        _layout = model.Layout;
        Values = zeros_like(model.Flat).DetachFromDisposeScope();
    }

    /// <summary>In the order of the model's flat vector. Zero it before a step.</summary>
    public Tensor Values { get; }

    public bool NeedsBaseWeights => true;

    public bool NeedsRecordLayout => false;

    public void Linear(ParameterSlot slot, Tensor input, Tensor outputGradient, long batch)
    {
        using Tensor transposed = outputGradient.t();
        View(slot).addmm_(transposed, input);
    }

    public void Adapter(ParameterSlot slot, Tensor input, Tensor outputGradient, long batch) =>
        throw new NotSupportedException("Adapters are trained privately only.");

    public void Bias(ParameterSlot slot, Tensor outputGradient, long batch)
    {
        using Tensor sum = outputGradient.sum([0L]);
        View(slot).add_(sum, Scalars.One);
    }

    public void Norm(ParameterSlot slot, Tensor product, Tensor inverseRms)
    {
        using Tensor rows = product.view(-1, slot.Rows);
        using Tensor transposed = rows.t();
        using Tensor weights = inverseRms.view(-1);
        View(slot).addmv_(transposed, weights);
    }

    public void Head(int firstRecord, Tensor input, Tensor logitGradient)
    {
        using Tensor rows = input.view(-1, _layout.Head.Columns);
        using Tensor gradient = logitGradient.view(-1, _layout.Head.Rows);
        Linear(_layout.Head, rows, gradient, 1);
    }

    public void Embedding(Tensor ids, Tensor gradient)
    {
        using Tensor index = ids.view(-1);
        using Tensor rows = gradient.reshape(-1, _layout.Embedding.Columns);
        View(_layout.Embedding).index_add_(0, index, rows, Scalars.One);
    }

    public void Positions(Tensor gradient)
    {
        using Tensor sum = gradient.sum([0L]);
        using Tensor part = View(_layout.PositionEmbedding!.Value).narrow(0, 0, sum.shape[0]);
        part.add_(sum, Scalars.One);
    }

    public void Conditioning(Tensor codes, Tensor prefixGradient, Tensor codeGradient) =>
        Linear(_layout.ControlProjection!.Value, codes, prefixGradient, codes.shape[0]);

    public void Dispose()
    {
        foreach (Tensor view in _views.Values)
        {
            view.Dispose();
        }

        Values.Dispose();
    }

    private Tensor View(ParameterSlot slot)
    {
        // Keyed by offset and size: a joined matrix starts where its first part does.
        (long, int) key = (slot.Offset, slot.Rows);
        if (!_views.TryGetValue(key, out Tensor? view))
        {
            view = DecoderModel.View(Values, slot).DetachFromDisposeScope();
            _views[key] = view;
        }

        return view;
    }
}
