using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>Forward and backward of one decoder block, keeping only what the backward pass needs.</summary>
/// <remarks>
/// Autograd serves attention and SiLU alone, whose backward kernels have no other entry. The rest is written out, so that
/// weight gradients are formed by the sink or not at all, and no second backward pass is needed for clipping.
/// </remarks>
internal sealed class BlockPass : IDisposable
{
    private readonly DecoderModel _model;
    private readonly LayerSlots _slots;
    private readonly LinearSite _queryKeyValue;
    private readonly LinearSite _output;
    private readonly LinearSite _gate;
    private readonly LinearSite _up;
    private readonly LinearSite _down;
    private readonly Tensor _joinedWeight;
    private readonly List<Tensor> _saved = [];
    private Tensor[] _joinedMiddles = [], _outputMiddles = [], _gateMiddles = [], _upMiddles = [], _downMiddles = [];
    private long _batch;
    private Tensor _input = null!, _inputRms = null!, _inputNormed = null!;
    private Tensor _query = null!, _key = null!, _value = null!, _attended = null!, _mixed = null!;
    private Tensor _middle = null!, _middleRms = null!, _middleNormed = null!;
    private Tensor _gated = null!, _raised = null!, _product = null!;

    public BlockPass(DecoderModel model, int layer, IReadOnlyList<LowRankAdapter> adapters)
    {
        _model = model;
        _slots = model.Layout.Layers[layer];
        _joinedWeight = DecoderModel.View(model.Flat, _slots.QueryKeyValue).DetachFromDisposeScope();
        _queryKeyValue = new LinearSite(_slots.QueryKeyValue, _joinedWeight, adapters);
        _output = new LinearSite(_slots.Output, model.Named(_slots.Output), adapters);
        _gate = new LinearSite(_slots.Gate, model.Named(_slots.Gate), adapters);
        _up = new LinearSite(_slots.Up, model.Named(_slots.Up), adapters);
        _down = new LinearSite(_slots.Down, model.Named(_slots.Down), adapters);
    }

    /// <summary>Runs the block.</summary>
    /// <param name="x">(batch · positions, hidden); kept until the backward pass and disposed there.</param>
    /// <param name="batch">Records.</param>
    /// <param name="cosine">(positions, 1, headSize / 2).</param>
    /// <param name="sine">As <paramref name="cosine"/>.</param>
    /// <returns>(batch · positions, hidden), detached from scopes.</returns>
    public Tensor Forward(Tensor x, long batch, Tensor cosine, Tensor sine)
    {
        using var scope = NewDisposeScope();
        DecoderConfig config = _model.Config;
        long positions = x.shape[0] / batch;
        _batch = batch;
        _input = x;
        _saved.Add(x);
        _inputRms = Save(DecoderMath.InverseRms(x, config.RmsNormEpsilon));
        _inputNormed = Save(DecoderMath.RmsNorm(x, _inputRms, _model.Named(_slots.InputNorm)));
        Tensor joined = Save(_queryKeyValue.Forward(_inputNormed, out _joinedMiddles));
        Tensor heads = joined.view(batch, positions, -1, config.HeadSize);
        int rotated = config.HeadCount + config.KeyValueHeadCount;
        DecoderMath.Rotate(heads.narrow(2, 0, rotated), cosine, sine);
        _query = Leaf(heads.narrow(2, 0, config.HeadCount).transpose(1, 2));
        _key = Leaf(heads.narrow(2, config.HeadCount, config.KeyValueHeadCount).transpose(1, 2));
        _value = Leaf(heads.narrow(2, rotated, config.KeyValueHeadCount).transpose(1, 2));
        using (enable_grad())
        {
            _attended = Save(DecoderMath.CausalAttention(_query, _key, _value));
        }

        _mixed = Save(_attended.detach().transpose(1, 2).reshape(-1, config.HiddenSize));
        _middle = Save(_output.Forward(_mixed, out _outputMiddles).add_(x, Scalars.One));
        _middleRms = Save(DecoderMath.InverseRms(_middle, config.RmsNormEpsilon));
        _middleNormed = Save(DecoderMath.RmsNorm(_middle, _middleRms, _model.Named(_slots.PostAttentionNorm)));
        _gated = Save(_gate.Forward(_middleNormed, out _gateMiddles));
        _raised = Save(_up.Forward(_middleNormed, out _upMiddles));
        _product = Save(_gated.silu().mul_(_raised));
        return _down.Forward(_product, out _downMiddles).add_(_middle, Scalars.One).DetachFromDisposeScope();
    }

    /// <summary>Goes back through the block and frees what <see cref="Forward"/> kept.</summary>
    /// <param name="sink">Receives the pairs.</param>
    /// <param name="gradient">(batch · positions, hidden); never written to, disposed here.</param>
    /// <param name="cosine">As in <see cref="Forward"/>.</param>
    /// <param name="sine">As in <see cref="Forward"/>.</param>
    /// <returns>Gradient of the block's input, detached from scopes.</returns>
    public Tensor Backward(IGradientSink sink, Tensor gradient, Tensor cosine, Tensor sine)
    {
        using var scope = NewDisposeScope();
        Tensor normedGradient = BackwardThroughFeedForward(sink, gradient);
        Tensor middleGradient = NormBackward(sink, _slots.PostAttentionNorm, _middle, _middleRms, normedGradient).add_(gradient, Scalars.One);
        Free(gradient, _middleNormed, _middle);

        Tensor mixedGradient = _output.Backward(sink, _mixed, _outputMiddles, middleGradient, _batch);
        Tensor joinedGradient = BackwardThroughAttention(mixedGradient, cosine, sine);
        Free(_mixed);
        normedGradient = _queryKeyValue.Backward(sink, _inputNormed, _joinedMiddles, joinedGradient, _batch);
        joinedGradient.Dispose();
        Tensor result = NormBackward(sink, _slots.InputNorm, _input, _inputRms, normedGradient).add_(middleGradient, Scalars.One);
        Release();
        return result.DetachFromDisposeScope();
    }

    public void Dispose()
    {
        Release();
        _joinedWeight.Dispose();
    }

    /// <summary>Backward of y = x · r(x) · w.</summary>
    /// <remarks>Overwrites <paramref name="gradient"/>.</remarks>
    internal Tensor NormBackward(IGradientSink sink, ParameterSlot slot, Tensor x, Tensor inverseRms, Tensor gradient) =>
        NormBackward(sink, slot, _model.Named(slot), x, inverseRms, gradient, _batch);

    /// <summary>As above, for a norm outside a block.</summary>
    internal static Tensor NormBackward(
        IGradientSink sink, ParameterSlot slot, Tensor weight, Tensor x, Tensor inverseRms, Tensor gradient, long batch)
    {
        using Tensor product = gradient.mul(x);
        if (sink.NeedsBaseWeights)
        {
            using Tensor productRecords = product.view(batch, -1, product.shape[^1]);
            using Tensor rmsRecords = inverseRms.view(batch, -1, 1);
            sink.Norm(slot, productRecords, rmsRecords);
        }

        // dx = r g − x r³ ⟨g, x⟩ / h with g = gradient · w.
        using Tensor inner = product.mv(weight).unsqueeze_(1);
        using Tensor cube = inverseRms.pow(Scalars.Of(3));
        inner.mul_(cube).mul_(Scalars.Of(1.0 / weight.shape[0]));
        return gradient.mul_(weight).mul_(inverseRms).addcmul_(x, inner, Scalars.Of(-1));
    }

    private Tensor BackwardThroughFeedForward(IGradientSink sink, Tensor gradient)
    {
        Tensor upGradient = _down.Backward(sink, _product, _downMiddles, gradient, _batch);
        Free(_product);
        using Tensor leaf = _gated.detach().requires_grad_();
        Tensor activated;
        using (enable_grad())
        {
            activated = leaf.silu();
        }

        _raised.mul_(upGradient);
        using Tensor values = activated.detach();
        upGradient.mul_(values);
        Tensor gateGradient = autograd.grad([activated], [leaf], [_raised])[0];
        activated.Dispose();
        Free(_gated, _raised);
        Tensor result = _gate.Backward(sink, _middleNormed, _gateMiddles, gateGradient, _batch);
        result = _up.Backward(sink, _middleNormed, _upMiddles, upGradient, _batch, result);
        gateGradient.Dispose();
        upGradient.Dispose();
        return result;
    }

    private Tensor BackwardThroughAttention(Tensor mixedGradient, Tensor cosine, Tensor sine)
    {
        DecoderConfig config = _model.Config;
        Tensor byHead = mixedGradient.view(_batch, -1, config.HeadCount, config.HeadSize).transpose(1, 2);
        IList<Tensor> parts = autograd.grad([_attended], [_query, _key, _value], [byHead]);
        Free(_attended, _query, _key, _value);
        Tensor joined = cat([parts[0].transpose(1, 2), parts[1].transpose(1, 2), parts[2].transpose(1, 2)], 2);
        DecoderMath.Rotate(joined.narrow(2, 0, config.HeadCount + config.KeyValueHeadCount), cosine, sine, inverse: true);
        foreach (Tensor part in parts)
        {
            part.Dispose();
        }

        mixedGradient.Dispose();
        return joined.view(joined.shape[0] * joined.shape[1], -1);
    }

    private Tensor Leaf(Tensor x) => Save(x.detach().requires_grad_());

    private Tensor Save(Tensor x)
    {
        _saved.Add(x.DetachFromDisposeScope());
        return x;
    }

    /// <summary>Frees early; the list may dispose again, which does nothing. (Removing from the list would compare tensors by value.)</summary>
    private static void Free(params ReadOnlySpan<Tensor> tensors)
    {
        foreach (Tensor t in tensors)
        {
            t.Dispose();
        }
    }

    /// <summary>Frees what a forward pass kept.</summary>
    public void Release()
    {
        foreach (Tensor t in _saved)
        {
            t.Dispose();
        }

        _saved.Clear();
    }
}
