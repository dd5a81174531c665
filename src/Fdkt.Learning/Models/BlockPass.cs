using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>Forward and backward of one decoder block, keeping only what the backward pass needs.</summary>
/// <remarks>
/// Autograd serves attention and the activation alone, whose backward kernels have no other entry. The rest is written out, so that
/// weight gradients are formed by the sink or not at all, and no second backward pass is needed for clipping.
/// </remarks>
internal sealed class BlockPass : IDisposable
{
    private readonly DecoderConfig _config;
    private readonly NormSite _inputNorm;
    private readonly NormSite _middleNorm;
    private readonly LinearSite _queryKeyValue;
    private readonly LinearSite _output;
    private readonly LinearSite? _gate;
    private readonly LinearSite _up;
    private readonly LinearSite _down;
    private readonly List<Tensor> _saved = [];
    private Tensor[] _joinedMiddles = [], _outputMiddles = [], _gateMiddles = [], _upMiddles = [], _downMiddles = [];
    private long _batch;
    private Tensor _inputCentred = null!, _inputRms = null!, _inputNormed = null!;
    private Tensor _query = null!, _key = null!, _value = null!, _attended = null!, _mixed = null!;
    private Tensor _middle = null!, _middleCentred = null!, _middleRms = null!, _middleNormed = null!;
    private Tensor? _gated;
    private Tensor _raised = null!, _product = null!;

    public BlockPass(DecoderModel model, int layer, IReadOnlyList<LowRankAdapter> adapters)
    {
        _config = model.Config;
        LayerSlots slots = model.Layout.Layers[layer];
        _inputNorm = new NormSite(model, slots.InputNorm);
        _middleNorm = new NormSite(model, slots.PostAttentionNorm);
        _queryKeyValue = new LinearSite(model, slots.QueryKeyValue, slots.QueryKeyValueBias, adapters);
        _output = new LinearSite(model, slots.Output, slots.OutputBias, adapters);
        _gate = slots.Gate is { } gate ? new LinearSite(model, gate, slots.GateBias, adapters) : null;
        _up = new LinearSite(model, slots.Up, slots.UpBias, adapters);
        _down = new LinearSite(model, slots.Down, slots.DownBias, adapters);
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
        long positions = x.shape[0] / batch;
        _batch = batch;
        _saved.Add(x);
        _inputNormed = Save(_inputNorm.Forward(x, out _inputCentred, out _inputRms));
        Save(_inputCentred);
        Save(_inputRms);
        Tensor joined = Save(_queryKeyValue.Forward(_inputNormed, out _joinedMiddles));
        Tensor heads = joined.view(batch, positions, -1, _config.HeadSize);
        int rotated = _config.HeadCount + _config.KeyValueHeadCount;
        if (_config.Positions == PositionKind.Rotary)
        {
            DecoderMath.Rotate(heads.narrow(2, 0, rotated), cosine, sine);
        }

        _query = Leaf(heads.narrow(2, 0, _config.HeadCount).transpose(1, 2));
        _key = Leaf(heads.narrow(2, _config.HeadCount, _config.KeyValueHeadCount).transpose(1, 2));
        _value = Leaf(heads.narrow(2, rotated, _config.KeyValueHeadCount).transpose(1, 2));
        using (enable_grad())
        {
            _attended = Save(DecoderMath.CausalAttention(_query, _key, _value));
        }

        _mixed = Save(_attended.detach().transpose(1, 2).reshape(-1, _config.HiddenSize));
        _middle = Save(_output.Forward(_mixed, out _outputMiddles).add_(x, Scalars.One));
        _middleNormed = Save(_middleNorm.Forward(_middle, out _middleCentred, out _middleRms));
        Save(_middleCentred);
        Save(_middleRms);
        _gated = _gate is null ? null : Save(_gate.Forward(_middleNormed, out _gateMiddles));
        _raised = Save(_up.Forward(_middleNormed, out _upMiddles));
        _product = Save(_gated is null ? DecoderMath.GeluTanh(_raised) : _gated.silu().mul_(_raised));
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
        Tensor middleGradient = _middleNorm.Backward(sink, _middleCentred, _middleRms, normedGradient, _batch).add_(gradient, Scalars.One);
        Free(gradient, _middleNormed, _middle, _middleCentred);

        Tensor mixedGradient = _output.Backward(sink, _mixed, _outputMiddles, middleGradient, _batch);
        Tensor joinedGradient = BackwardThroughAttention(mixedGradient, cosine, sine);
        Free(_mixed);
        normedGradient = _queryKeyValue.Backward(sink, _inputNormed, _joinedMiddles, joinedGradient, _batch);
        joinedGradient.Dispose();
        Tensor result = _inputNorm.Backward(sink, _inputCentred, _inputRms, normedGradient, _batch).add_(middleGradient, Scalars.One);
        Release();
        return result.DetachFromDisposeScope();
    }

    public void Dispose() => Release();

    private Tensor BackwardThroughFeedForward(IGradientSink sink, Tensor gradient)
    {
        Tensor upGradient = _down.Backward(sink, _product, _downMiddles, gradient, _batch);
        Free(_product);
        if (_gated is null)
        {
            Tensor raisedGradient = ThroughActivation(_raised, DecoderMath.GeluTanh, upGradient, out Tensor unused);
            unused.Dispose();
            Free(_raised);
            Tensor input = _up.Backward(sink, _middleNormed, _upMiddles, raisedGradient, _batch);
            Free(raisedGradient, upGradient);
            return input;
        }

        _raised.mul_(upGradient);
        Tensor gateGradient = ThroughActivation(_gated, static x => x.silu(), _raised, out Tensor values);
        upGradient.mul_(values);
        Free(values, _gated, _raised);
        Tensor result = _gate!.Backward(sink, _middleNormed, _gateMiddles, gateGradient, _batch);
        result = _up.Backward(sink, _middleNormed, _upMiddles, upGradient, _batch, result);
        Free(gateGradient, upGradient);
        return result;
    }

    /// <summary>Gradient of an activation's input, and the activation's values.</summary>
    private static Tensor ThroughActivation(Tensor input, Func<Tensor, Tensor> activation, Tensor outputGradient, out Tensor values)
    {
        using Tensor leaf = input.detach().requires_grad_();
        Tensor activated;
        using (enable_grad())
        {
            activated = activation(leaf);
        }

        values = activated.detach();
        Tensor gradient = autograd.grad([activated], [leaf], [outputGradient])[0];
        activated.Dispose();
        return gradient;
    }

    private Tensor BackwardThroughAttention(Tensor mixedGradient, Tensor cosine, Tensor sine)
    {
        Tensor byHead = mixedGradient.view(_batch, -1, _config.HeadCount, _config.HeadSize).transpose(1, 2);
        IList<Tensor> parts = autograd.grad([_attended], [_query, _key, _value], [byHead]);
        Free(_attended, _query, _key, _value);
        Tensor joined = cat([parts[0].transpose(1, 2), parts[1].transpose(1, 2), parts[2].transpose(1, 2)], 2);
        if (_config.Positions == PositionKind.Rotary)
        {
            DecoderMath.Rotate(joined.narrow(2, 0, _config.HeadCount + _config.KeyValueHeadCount), cosine, sine, inverse: true);
        }

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

    /// <summary>Frees what a forward pass kept, its input excepted, which is handed back: <see cref="Forward"/> of it gives all of it again.</summary>
    public Tensor ReleaseToInput()
    {
        Tensor input = _saved[0].alias().DetachFromDisposeScope();
        Release();
        return input;
    }

    /// <summary>Frees what a forward pass kept.</summary>
    public void Release()
    {
        foreach (Tensor middle in _joinedMiddles.Concat(_outputMiddles).Concat(_gateMiddles).Concat(_upMiddles).Concat(_downMiddles))
        {
            middle.Dispose();
        }

        foreach (Tensor t in _saved)
        {
            t.Dispose();
        }

        _saved.Clear();
    }
}
