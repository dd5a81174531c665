using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>One forward and backward pass for training, reporting to a gradient sink.</summary>
/// <remarks>Not thread-safe. Keep one per training run.</remarks>
internal sealed class DecoderPass : IDisposable
{
    private readonly DecoderModel _model;
    private readonly BlockPass[] _blocks;
    private readonly NormSite _finalNorm;
    private readonly bool _recomputes;

    /// <param name="model">Not owned.</param>
    /// <param name="adapters">Trained beside the model; null for none.</param>
    /// <param name="recomputes">True keeps only the input of each block between the two halves of a pass, and runs the block again on the way back (gradient checkpointing).</param>
    public DecoderPass(DecoderModel model, IReadOnlyList<LowRankAdapter>? adapters = null, bool recomputes = false)
    {
        HeapTuning.SetUp();
        _model = model;
        _recomputes = recomputes;
        _finalNorm = new NormSite(model, model.Layout.FinalNorm);
        _blocks = [.. Enumerable.Range(0, model.Config.LayerCount).Select(i => new BlockPass(model, i, adapters ?? []))];
    }

    /// <summary>Runs the batch and reports the gradients of the <em>summed</em> loss.</summary>
    /// <param name="tokens">(batch, length) int64, length at least 2, negative is padding.</param>
    /// <param name="conditioning">(batch, Z) or null.</param>
    /// <param name="sink">Receives what forms the gradients.</param>
    /// <returns>Summed cross entropy in nats and the number of predicted tokens.</returns>
    public (double Loss, long Predicted) Run(Tensor tokens, Tensor? conditioning, IGradientSink sink)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        DecoderConfig config = _model.Config;
        long batch = tokens.shape[0];
        long length = tokens.shape[1] - 1;
        Tensor inputs = tokens.narrow(1, 0, length);
        _model.CheckInputs(inputs, conditioning);
        Tensor ids = inputs.clamp(min: Scalars.Zero).contiguous();
        long positions = length + config.PrefixLength;
        bool rotary = config.Positions == PositionKind.Rotary;
        Tensor cosine = _model.Rotary.Cosine.narrow(0, 0, rotary ? positions : 0).unsqueeze(1);
        Tensor sine = _model.Rotary.Sine.narrow(0, 0, rotary ? positions : 0).unsqueeze(1);
        var kept = new Tensor?[_blocks.Length];
        try
        {
            Tensor x = Embed(ids, conditioning);
            for (int i = 0; i < _blocks.Length; i++)
            {
                x = _blocks[i].Forward(x, batch, cosine, sine);
                if (_recomputes)
                {
                    kept[i] = _blocks[i].ReleaseToInput();
                }
            }

            Tensor gradient = RunHead(x, tokens.narrow(1, 1, length), sink, out double loss, out long predicted);
            for (int i = _blocks.Length - 1; i >= 0; i--)
            {
                if (kept[i] is { } input)
                {
                    // The block owns and frees its input; its output is known to the blocks behind it already.
                    _blocks[i].Forward(input, batch, cosine, sine).Dispose();
                    kept[i] = null;
                }

                gradient = _blocks[i].Backward(sink, gradient, cosine, sine);
            }

            ReportInputs(gradient, ids, conditioning, sink);
            gradient.Dispose();
            return (loss, predicted);
        }
        catch
        {
            // A failure between the two halves must not keep a batch alive.
            ReleaseAll();
            foreach (Tensor? input in kept)
            {
                input?.Dispose();
            }

            throw;
        }
    }

    public void Dispose() => ReleaseAll();

    private Tensor Embed(Tensor ids, Tensor? conditioning)
    {
        using var scope = NewDisposeScope();
        DecoderConfig config = _model.Config;
        Tensor x = _model.Named(_model.Layout.Embedding).index_select(0, ids.view(-1));
        if (_model.Layout.PositionEmbedding is { } places)
        {
            x.view(ids.shape[0], ids.shape[1], -1).add_(_model.Named(places).narrow(0, 0, ids.shape[1]), Scalars.One);
        }

        if (_model.Layout.ControlProjection is { } projection)
        {
            Tensor prefix = Precision.As(conditioning!, x.dtype).mm(_model.Named(projection).t()).view(-1, config.PrefixLength, config.HiddenSize);
            x = cat([prefix, x.view(ids.shape[0], -1, config.HiddenSize)], 1).view(-1, config.HiddenSize);
        }

        return x.DetachFromDisposeScope();
    }

    private Tensor RunHead(Tensor x, Tensor targets, IGradientSink sink, out double loss, out long predicted)
    {
        using var scope = NewDisposeScope();
        DecoderConfig config = _model.Config;
        long batch = targets.shape[0];
        int prefix = config.PrefixLength;
        Tensor last = x;
        if (prefix > 0)
        {
            last = x.view(batch, -1, config.HiddenSize).narrow(1, prefix, targets.shape[1]).contiguous().view(-1, config.HiddenSize);
            x.Dispose();
        }

        Tensor normed = _finalNorm.Forward(last, out Tensor centred, out Tensor rms);
        Tensor gradient = HeadPass.Run(_model, normed, targets, sink, out loss, out predicted);
        gradient = _finalNorm.Backward(sink, centred, rms, gradient, batch);
        if (prefix == 0)
        {
            x.Dispose();
            return gradient.DetachFromDisposeScope();
        }

        Tensor whole = zeros([batch, prefix + targets.shape[1], config.HiddenSize], dtype: gradient.dtype, device: gradient.device);
        whole.narrow(1, prefix, targets.shape[1]).copy_(gradient.view(batch, -1, config.HiddenSize));
        return whole.view(-1, config.HiddenSize).DetachFromDisposeScope();
    }

    private void ReportInputs(Tensor gradient, Tensor ids, Tensor? conditioning, IGradientSink sink)
    {
        DecoderConfig config = _model.Config;
        Tensor byRecord = gradient.view(ids.shape[0], -1, config.HiddenSize);
        if (sink.NeedsBaseWeights)
        {
            Tensor atTokens = byRecord.narrow(1, config.PrefixLength, ids.shape[1]);
            sink.Embedding(ids, atTokens);
            if (_model.Layout.PositionEmbedding is not null)
            {
                sink.Positions(atTokens);
            }
        }

        if (_model.Layout.ControlProjection is { } projection)
        {
            Tensor prefix = byRecord.narrow(1, 0, config.PrefixLength).reshape(ids.shape[0], -1);
            sink.Conditioning(conditioning!, prefix, prefix.mm(_model.Named(projection)));
        }
    }

    private void ReleaseAll()
    {
        foreach (BlockPass block in _blocks)
        {
            block.Dispose();
        }
    }
}
