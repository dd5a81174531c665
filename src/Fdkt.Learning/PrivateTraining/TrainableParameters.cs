using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.PrivateTraining;

/// <summary>The values private training changes, and their gradient sums: the model's flat vector in the full scope, and an extra one for codes and adapters.</summary>
internal sealed class TrainableParameters : IDisposable
{
    private readonly Dictionary<(long, int), Tensor> _baseViews = [];
    private readonly Dictionary<(long, int), Tensor> _extraViews = [];
    private readonly List<Tensor> _adapterViews = [];
    private readonly Tensor? _baseGradient;
    private readonly Tensor _extraGradient;

    /// <param name="model">Not owned.</param>
    /// <param name="scope">What is trained.</param>
    /// <param name="codes">Initial class prompts, one per label; each of the model's Z values. Ignored by a model without conditioning.</param>
    /// <param name="rank">Rank of adapters.</param>
    /// <param name="adapterScale">Factor on B A.</param>
    /// <param name="seed">Seed of the adapters' A. B starts at zero.</param>
    /// <param name="targets">Layers that get an adapter, where the model has them.</param>
    public TrainableParameters(
        DecoderModel model, TrainableScope scope, IReadOnlyList<float[]> codes, int rank, double adapterScale, int seed, AdapterTargets targets = AdapterTargets.All)
    {
        Model = model;
        Scope = scope;
        int width = model.Config.ConditioningSize;
        PromptSlot = new ParameterSlot("class_prompts", 0, codes.Count, width);
        long count = (long)codes.Count * width;
        var slots = new List<(ParameterSlot Target, ParameterSlot Down, ParameterSlot Up)>();
        if (scope == TrainableScope.LowRank)
        {
            foreach (ParameterSlot target in model.Layout.Layers.SelectMany(layer => Chosen(layer, targets)))
            {
                var down = new ParameterSlot($"{target.Name}.lora_A", count, rank, target.Columns);
                var up = new ParameterSlot($"{target.Name}.lora_B", count + down.Count, target.Rows, rank);
                count += down.Count + up.Count;
                slots.Add((target, down, up));
            }
        }

        using var grad = no_grad();
        using DisposeScope disposeScope = NewDisposeScope();
        // Wide beside weights of 16 bits, as are all sums of gradients.
        ScalarType wide = Precision.Wide(model.Flat.dtype);
        Extra = zeros([count], dtype: wide, device: model.Flat.device).DetachFromDisposeScope();
        _extraGradient = zeros_like(Extra).DetachFromDisposeScope();
        _baseGradient = scope == TrainableScope.Full ? zeros_like(model.Flat, dtype: wide).DetachFromDisposeScope() : null;
        if (width > 0)
        {
            Prompts = DecoderModel.View(Extra, PromptSlot).DetachFromDisposeScope();
            Prompts.copy_(TokenBatch.Conditioning(codes));
        }

        using var generator = new Generator((ulong)seed);
        Adapters = [.. slots.Select(s => Adapter(s.Target, s.Down, s.Up, adapterScale, generator))];
        Values = _baseGradient is null ? [Extra] : count == 0 ? [model.Flat] : [model.Flat, Extra];
        Gradients = _baseGradient is null ? [_extraGradient] : count == 0 ? [_baseGradient] : [_baseGradient, _extraGradient];
    }

    public DecoderModel Model { get; }

    public TrainableScope Scope { get; }

    /// <summary>Where the class prompts lie in the extra vector.</summary>
    public ParameterSlot PromptSlot { get; }

    /// <summary>(labels, Z), or null for a model without conditioning.</summary>
    public Tensor? Prompts { get; }

    public IReadOnlyList<LowRankAdapter> Adapters { get; }

    /// <summary>Codes and adapters in one vector.</summary>
    public Tensor Extra { get; }

    /// <summary>The flat vectors that are trained.</summary>
    public IReadOnlyList<Tensor> Values { get; }

    /// <summary>Sums of clipped gradients, beside <see cref="Values"/>.</summary>
    public IReadOnlyList<Tensor> Gradients { get; }

    public Tensor BaseGradient(ParameterSlot slot) => View(_baseViews, _baseGradient ?? throw new InvalidOperationException("The model is frozen."), slot);

    public Tensor ExtraGradient(ParameterSlot slot) => View(_extraViews, _extraGradient, slot);

    /// <summary>Conditioning of a batch: the prompts of its labels, (batch, Z), or null.</summary>
    public Tensor? ConditioningOf(Tensor labels) => Prompts?.index_select(0, labels);

    public void ZeroGradients()
    {
        foreach (Tensor gradient in Gradients)
        {
            // zero_ gives a second handle to the same memory.
            gradient.zero_().Dispose();
        }
    }

    /// <summary>Adds every adapter to the weight it belongs to. Once, after training: until then the weights are frozen.</summary>
    public void MergeAdapters()
    {
        using var grad = no_grad();
        foreach (LowRankAdapter adapter in Adapters)
        {
            Tensor weight = Model.Named(adapter.Target);
            using Tensor product = adapter.Up.mm(adapter.Down);
            using Tensor sum = Precision.As(weight, product.dtype).add_(product, Scalars.Of(adapter.Scale));
            weight.copy_(sum);
        }
    }

    public void Dispose()
    {
        foreach (Tensor t in _baseViews.Values.Concat(_extraViews.Values).Concat(_adapterViews))
        {
            t.Dispose();
        }

        Prompts?.Dispose();
        Extra.Dispose();
        _extraGradient.Dispose();
        _baseGradient?.Dispose();
    }

    private static IEnumerable<ParameterSlot> Chosen(LayerSlots layer, AdapterTargets targets)
    {
        (AdapterTargets Target, ParameterSlot? Slot)[] all =
        [
            (AdapterTargets.Query, layer.Query), (AdapterTargets.Key, layer.Key), (AdapterTargets.Value, layer.Value), (AdapterTargets.Output, layer.Output),
            (AdapterTargets.Gate, layer.Gate), (AdapterTargets.Up, layer.Up), (AdapterTargets.Down, layer.Down),
        ];
        return all.Where(pair => targets.HasFlag(pair.Target) && pair.Slot is not null).Select(pair => pair.Slot!.Value);
    }

    private static Tensor View(Dictionary<(long, int), Tensor> views, Tensor flat, ParameterSlot slot)
    {
        if (!views.TryGetValue((slot.Offset, slot.Rows), out Tensor? view))
        {
            view = DecoderModel.View(flat, slot).DetachFromDisposeScope();
            views[(slot.Offset, slot.Rows)] = view;
        }

        return view;
    }

    private LowRankAdapter Adapter(ParameterSlot target, ParameterSlot down, ParameterSlot up, double scale, Generator generator)
    {
        Tensor downView = DecoderModel.View(Extra, down).DetachFromDisposeScope();
        Tensor upView = DecoderModel.View(Extra, up).DetachFromDisposeScope();
        _adapterViews.AddRange([downView, upView]);
        using Tensor initial = empty(down.Shape, dtype: ScalarType.Float32).normal_(0, 1 / Math.Sqrt(down.Columns), generator);
        downView.copy_(initial);
        return new LowRankAdapter(target, down, up, downView, upView, scale);
    }
}
