using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using Fdkt.Learning.TextStates;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Students.FineTuning;

/// <summary>A checkpoint with a linear head over its classes, and perhaps adapters. Owns the checkpoint's model.</summary>
internal sealed class TunedModel : IDisposable
{
    // The usual ratio of scale to rank, alpha = 2 · rank (Hu et al. 2021, arXiv:2106.09685v2, §4.1 with its code's defaults).
    private const double AdapterScale = 2;
    private const double HeadSpread = 0.02;

    private readonly TextStateModel _body;
    private readonly StatePooling _pooling;
    private readonly Dictionary<long, LowRankAdapter> _adapters = [];
    private readonly List<Tensor> _views = [];
    private readonly Tensor _head;
    private readonly ParameterSlot _weight;
    private readonly ParameterSlot _bias;
    private readonly Tensor? _extra;

    /// <param name="body">The checkpoint. Owned from here on.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="pooling">How states become one vector.</param>
    /// <param name="rank">Rank of the adapters; null trains every weight.</param>
    /// <param name="seed">Of head and adapters.</param>
    public TunedModel(TextStateModel body, int classes, StatePooling pooling, int? rank, int seed)
    {
        (_body, _pooling, Classes) = (body, pooling, classes);
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        Device device = body.Parameters.Flat.device;
        _weight = new ParameterSlot("head.weight", 0, classes, body.Info.HiddenSize);
        _bias = new ParameterSlot("head.bias", _weight.Count, classes, 0);
        _head = zeros([_weight.Count + _bias.Count], dtype: Precision.Wide(body.Parameters.Flat.dtype), device: device).DetachFromDisposeScope();
        View(_head, _weight).copy_(empty(_weight.Shape, dtype: ScalarType.Float32).normal_(0, HeadSpread, generator));
        View(_head, _bias);
        HeadGroup = new TrainableGroup(_head, [_weight, _bias], slot => _views[slot == _weight ? 0 : 1]);
        if (rank is not { } width)
        {
            BodyGroup = new TrainableGroup(body.Parameters.Flat, body.Slots, body.Parameters.Named);
            return;
        }

        var slots = new List<ParameterSlot>();
        var targets = new List<(ParameterSlot Target, ParameterSlot Down, ParameterSlot Up)>();
        long count = 0;
        foreach (ParameterSlot target in body.LinearWeights)
        {
            var down = new ParameterSlot($"{target.Name}.lora_A", count, width, target.Columns);
            var up = new ParameterSlot($"{target.Name}.lora_B", count + down.Count, target.Rows, width);
            count += down.Count + up.Count;
            slots.AddRange([down, up]);
            targets.Add((target, down, up));
        }

        _extra = zeros([count], dtype: Precision.Wide(body.Parameters.Flat.dtype), device: device).DetachFromDisposeScope();
        var views = new Dictionary<long, Tensor>();
        foreach ((ParameterSlot target, ParameterSlot down, ParameterSlot up) in targets)
        {
            views[down.Offset] = View(_extra, down);
            views[up.Offset] = View(_extra, up);
            views[down.Offset].copy_(empty(down.Shape, dtype: ScalarType.Float32).normal_(0, 1 / Math.Sqrt(down.Columns), generator));
            _adapters[target.Offset] = new LowRankAdapter(target, down, up, views[down.Offset], views[up.Offset], AdapterScale);
        }

        BodyGroup = new TrainableGroup(_extra, slots, slot => views[slot.Offset]);
    }

    public int Classes { get; }

    /// <summary>The head.</summary>
    public TrainableGroup HeadGroup { get; }

    /// <summary>The checkpoint's weights, or the adapters.</summary>
    public TrainableGroup BodyGroup { get; }

    public int[] Encode(string text, int maximumTokens) => _body.Encode(text, maximumTokens);

    /// <summary>Scores of the classes.</summary>
    /// <param name="texts">Ids of each text.</param>
    /// <param name="dropout">Probability of dropping a value before the head; 0 drops none.</param>
    /// <param name="random">Of what is dropped; unused without dropout.</param>
    /// <returns>(texts, classes), in the caller's dispose scope with every temporary.</returns>
    public Tensor Logits(IReadOnlyList<int[]> texts, double dropout = 0, Generator? random = null)
    {
        Tensor x = _body.Pooled(texts, _pooling, _adapters);
        if (dropout > 0)
        {
            // Drawn on the processor from a generator of its own: a seed means the same training, whatever runs beside it.
            Tensor kept = empty(x.shape, dtype: ScalarType.Float32).uniform_(0, 1, random).ge(Scalars.Of(dropout)).to(x.dtype).mul_(Scalars.Of(1 / (1 - dropout)));
            x = x.mul(kept.to(x.device));
        }

        return x.matmul(_views[0].t()).add(_views[1], Scalars.One);
    }

    /// <summary>Ends training and frees what only training needs.</summary>
    public void Freeze()
    {
        HeadGroup.Freeze();
        BodyGroup.Freeze();
        HeadGroup.Dispose();
        BodyGroup.Dispose();
    }

    public void Dispose()
    {
        HeadGroup.Dispose();
        BodyGroup.Dispose();
        foreach (Tensor view in _views)
        {
            view.Dispose();
        }

        _head.Dispose();
        _extra?.Dispose();
        _body.Dispose();
    }

    private Tensor View(Tensor flat, ParameterSlot slot)
    {
        Tensor view = DecoderModel.View(flat, slot).DetachFromDisposeScope();
        _views.Add(view);
        return view;
    }
}
