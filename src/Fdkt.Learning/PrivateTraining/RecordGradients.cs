using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.PrivateTraining;

/// <summary>
/// The sum of clipped per-record gradients, by book-keeping (Bu et al. 2023, arXiv:2210.00038v3): one backward pass gives inputs and output gradients
/// of every layer, from which come first the norms, then the weighted sum.
/// </summary>
/// <remarks>Not thread-safe. Use: <see cref="Begin"/>, a pass, <see cref="AddClipped"/>; the sum grows over physical batches.</remarks>
internal sealed class RecordGradients : IGradientSink, IDisposable
{
    private readonly TrainableParameters _parameters;
    private readonly ParameterLayout _layout;
    private readonly List<KeptRecords> _kept = [];
    private readonly List<KeptHeadSlice> _head = [];
    private Tensor? _squares;
    private Tensor? _labels;
    private Tensor? _ids;
    private Tensor? _lastInput;
    private GramBlocks? _lastGram;
    private KeptPairs? _lastPairs;

    public RecordGradients(TrainableParameters parameters)
    {
        _parameters = parameters;
        _layout = parameters.Model.Layout;
    }

    public bool NeedsBaseWeights => _parameters.Scope == TrainableScope.Full;

    public bool NeedsRecordLayout => NeedsBaseWeights;

    /// <summary>Squared gradient norm of each record of the last pass: (batch). Owned here.</summary>
    public Tensor Squares => _squares ?? throw new InvalidOperationException("No batch has begun.");

    /// <summary>What is kept of the pass so far.</summary>
    public IReadOnlyList<KeptRecords> Kept => _kept;

    /// <summary>Starts a physical batch. What a pass left that did not come to its end is forgotten.</summary>
    /// <param name="labels">(batch) int64, the class prompt each record uses.</param>
    public void Begin(Tensor labels)
    {
        Forget();
        _labels = labels.view(-1, 1).DetachFromDisposeScope();
        _squares = zeros([labels.shape[0]], dtype: _parameters.Extra.dtype, device: labels.device).DetachFromDisposeScope();
    }

    /// <summary>Clips every record over all trainable values together and adds them to the gradients of the parameters.</summary>
    /// <param name="clipNorm">Bound C on a record's L2 norm. Positive.</param>
    /// <param name="mask">(batch), 1 for a record, 0 for a filler row, which adds exactly nothing.</param>
    /// <remarks>A record whose norm is not finite adds nothing.</remarks>
    public void AddClipped(double clipNorm, Tensor mask)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        // One part in a million below C covers the rounding of the factor and of the product.
        Tensor norms = Squares.clamp(min: Scalars.Zero).sqrt();
        Tensor weights = norms.clamp(min: Scalars.Of(clipNorm)).reciprocal().mul_(Scalars.Of(clipNorm * (1 - 1e-6)));
        Tensor usable = norms.isfinite().logical_and(mask.ne(Scalars.Zero));
        weights = weights.masked_fill(usable.logical_not(), Scalars.Zero);
        Tensor unusable = usable.logical_not().nonzero().squeeze(1);
        bool clears = norms.isfinite().all().item<bool>() == false;
        foreach (KeptRecords kept in _kept)
        {
            if (clears)
            {
                kept.Clear(unusable);
            }

            kept.Contract(weights);
            // Freed one by one: the contraction of the next needs temporaries.
            kept.Dispose();
        }

        Forget();
    }

    public void Linear(ParameterSlot slot, Tensor input, Tensor outputGradient, long batch) =>
        Pair(_parameters.BaseGradient(slot), input, outputGradient, batch);

    public void Adapter(ParameterSlot slot, Tensor input, Tensor outputGradient, long batch) =>
        Pair(_parameters.ExtraGradient(slot), input, outputGradient, batch);

    public void Bias(ParameterSlot slot, Tensor outputGradient, long batch)
    {
        using var scope = NewDisposeScope();
        Tensor gradients = Precision.Wide(outputGradient).view(batch, -1, outputGradient.shape[1]).sum([1L]);
        Squares.add_(LayerNorms.Square(gradients), Scalars.One);
        _kept.Add(new KeptGradients(_parameters.BaseGradient(slot), gradients.DetachFromDisposeScope()));
    }

    public void Norm(ParameterSlot slot, Tensor product, Tensor inverseRms)
    {
        using var scope = NewDisposeScope();
        Tensor gradients = inverseRms.transpose(1, 2).bmm(product).squeeze(1);
        Squares.add_(LayerNorms.Square(gradients), Scalars.One);
        _kept.Add(new KeptGradients(_parameters.BaseGradient(slot), gradients.DetachFromDisposeScope()));
    }

    public void Head(int firstRecord, Tensor input, Tensor logitGradient)
    {
        using var scope = NewDisposeScope();
        input = Precision.Wide(input);
        using GramBlocks inputGram = GramBlocks.Of(input);
        using GramBlocks gradientGram = GramBlocks.Of(logitGradient);
        Squares.narrow(0, firstRecord, input.shape[0]).add_(LayerNorms.Ghost(inputGram, gradientGram), Scalars.One);
        var slice = new KeptHeadSlice(
            _parameters.BaseGradient(_layout.Head), firstRecord, input.alias().DetachFromDisposeScope(), logitGradient.alias().DetachFromDisposeScope());
        _head.Add(slice);
        _kept.Add(slice);
    }

    public void Embedding(Tensor ids, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        _ids = ids.alias().DetachFromDisposeScope();
        // A handle of our own: contiguous() gives a second one to the same memory where there is no prefix to cut off.
        Tensor kept = Precision.Wide(gradient).contiguous().alias();

        // Token equality takes the place of the input's Gram matrix: one-hot inputs.
        using GramBlocks equal = GramBlocks.OfTokens(ids, kept.dtype);
        using GramBlocks gradientGram = GramBlocks.Of(kept);
        Squares.add_(LayerNorms.Ghost(equal, gradientGram), Scalars.One);
        if (_parameters.Model.Config.TieEmbeddings)
        {
            AddCrossTerm(ids, kept);
        }

        _kept.Add(new KeptRows(_parameters.BaseGradient(_layout.Embedding), _ids, kept.DetachFromDisposeScope()));
    }

    public void Positions(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        // A position occurs once in a record, so the record's gradient is the tensor itself.
        // Memory of its own: the embedding's weighted sum overwrites what it keeps of the same gradient.
        Tensor kept = Precision.Wide(gradient.contiguous().clone());
        Squares.add_(LayerNorms.Square(kept), Scalars.One);
        _kept.Add(new KeptPositions(_parameters.BaseGradient(_layout.PositionEmbedding!.Value), kept.DetachFromDisposeScope()));
    }

    public void Conditioning(Tensor codes, Tensor prefixGradient, Tensor codeGradient)
    {
        using var scope = NewDisposeScope();
        if (NeedsBaseWeights)
        {
            Pair(_parameters.BaseGradient(_layout.ControlProjection!.Value), codes, prefixGradient, codes.shape[0]);
        }

        Tensor rows = Precision.Wide(codeGradient).unsqueeze(1);
        Squares.add_(LayerNorms.Square(rows), Scalars.One);
        _kept.Add(new KeptRows(_parameters.ExtraGradient(_parameters.PromptSlot), _labels!, rows.clone().DetachFromDisposeScope()));
    }

    public void Dispose() => Forget();

    private void Pair(Tensor target, Tensor input, Tensor outputGradient, long batch)
    {
        using var scope = NewDisposeScope();
        // Wide before anything is squared or summed: the norm that clips is the norm of exactly what is added.
        Tensor x = Precision.Wide(input).view(batch, -1, input.shape[1]);
        Tensor g = Precision.Wide(outputGradient).view(batch, -1, outputGradient.shape[1]);
        bool shared = ReferenceEquals(input, _lastInput);
        if (!shared)
        {
            _lastGram?.Dispose();
            (_lastInput, _lastGram, _lastPairs) = (input, null, null);
        }

        if (!LayerNorms.PrefersGhost(x.shape[1], x.shape[2], g.shape[2]))
        {
            Tensor gradients = g.transpose(1, 2).bmm(x).view(batch, -1);
            Squares.add_(LayerNorms.Square(gradients), Scalars.One);
            _kept.Add(new KeptGradients(target, gradients.DetachFromDisposeScope()));
            return;
        }

        _lastGram ??= GramBlocks.Of(x);
        using GramBlocks gradientGram = GramBlocks.Of(g);
        Squares.add_(LayerNorms.Ghost(_lastGram, gradientGram), Scalars.One);
        if (_lastPairs is null)
        {
            _lastPairs = new KeptPairs(x.alias().DetachFromDisposeScope());
            _kept.Add(_lastPairs);
        }

        _lastPairs.Add(target, g.alias().DetachFromDisposeScope());
    }

    /// <summary>Twice the inner product of a record's head and embedding gradients, which share one weight.</summary>
    private void AddCrossTerm(Tensor ids, Tensor embeddingGradient)
    {
        foreach (KeptHeadSlice slice in _head)
        {
            using var scope = NewDisposeScope();
            long records = slice.Input.shape[0];
            long length = ids.shape[1];
            Tensor columns = ids.narrow(0, slice.First, records).unsqueeze(1).expand([records, length, length]);
            Tensor atTokens = slice.Gradient.gather(2, columns);
            Tensor inner = slice.Input.bmm(embeddingGradient.narrow(0, slice.First, records).transpose(1, 2));
            Squares.narrow(0, slice.First, records).add_(atTokens.mul_(inner).sum([1L, 2L]), Scalars.Of(2));
        }
    }

    private void Forget()
    {
        foreach (KeptRecords kept in _kept)
        {
            kept.Dispose();
        }

        _kept.Clear();
        _head.Clear();
        _squares?.Dispose();
        _labels?.Dispose();
        _ids?.Dispose();
        _lastGram?.Dispose();
        (_squares, _labels, _ids, _lastInput, _lastGram, _lastPairs) = (null, null, null, null, null, null);
    }
}
