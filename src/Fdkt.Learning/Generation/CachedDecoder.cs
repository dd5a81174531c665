using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Generation;

/// <summary>Forward passes that extend a key-value cache: whole prompts, then one token per row.</summary>
internal sealed class CachedDecoder : IDisposable
{
    private readonly DecoderModel _model;
    private readonly KeyValueCache _cache;
    private readonly NormSite[] _inputNorms;
    private readonly NormSite[] _middleNorms;
    private readonly NormSite _finalNorm;
    private SharedPrefix? _shared;

    public CachedDecoder(DecoderModel model, int rows, int mostPositions)
    {
        _model = model;
        _cache = new KeyValueCache(model, rows, mostPositions);
        _inputNorms = [.. model.Layout.Layers.Select(layer => new NormSite(model, layer.InputNorm))];
        _middleNorms = [.. model.Layout.Layers.Select(layer => new NormSite(model, layer.PostAttentionNorm))];
        _finalNorm = new NormSite(model, model.Layout.FinalNorm);
    }

    /// <summary>Reads the beginning that all prompts to come have in common. Before any text is started.</summary>
    /// <param name="tokens">The beginning; every prompt goes on behind it.</param>
    public void Share(IReadOnlyList<int> tokens)
    {
        using var scope = NewDisposeScope();
        Prefill([0], [tokens], null);
        (Tensor[] keys, Tensor[] values) = (new Tensor[_model.Config.LayerCount], new Tensor[_model.Config.LayerCount]);
        for (int i = 0; i < keys.Length; i++)
        {
            (keys[i], values[i]) = _cache.ReadRow(i, 0, tokens.Count);
        }

        _shared = new SharedPrefix(keys, values);
    }

    /// <summary>Starts texts in the given slots.</summary>
    /// <param name="slots">Rows of the cache.</param>
    /// <param name="prompts">One per slot, each at least one token, and behind what is shared.</param>
    /// <param name="conditioning">(slots, Z) or null.</param>
    /// <returns>(slots, vocabulary) logits of the token after each prompt, in the current dispose scope.</returns>
    public Tensor Prefill(int[] slots, IReadOnlyList<IReadOnlyList<int>> prompts, Tensor? conditioning)
    {
        using var scope = NewDisposeScope();
        DecoderConfig config = _model.Config;
        int shared = _shared?.Length ?? 0;
        int longest = prompts.Max(p => p.Count) - shared;
        int positions = longest + config.PrefixLength;
        _cache.Reserve(shared + positions);
        var ids = new long[slots.Length * longest];
        var flat = new long[slots.Length * positions];
        var last = new long[slots.Length];
        for (int i = 0; i < slots.Length; i++)
        {
            for (int t = 0; t < longest; t++)
            {
                // Behind a shorter prompt: token 0, overwritten in the cache as the text grows.
                ids[i * longest + t] = shared + t < prompts[i].Count ? prompts[i][shared + t] : 0;
            }

            for (int t = 0; t < positions; t++)
            {
                flat[i * positions + t] = (long)slots[i] * _cache.Capacity + shared + t;
            }

            last[i] = (long)i * positions + config.PrefixLength + prompts[i].Count - shared - 1;
        }

        Device device = _model.Flat.device;
        Tensor x = _model.Named(_model.Layout.Embedding).index_select(0, tensor(ids, device: device)).view(slots.Length, longest, -1);
        if (_model.Layout.PositionEmbedding is { } places)
        {
            x = x.add(_model.Named(places).narrow(0, shared, longest), Scalars.One);
        }

        if (_model.Layout.ControlProjection is { } projection)
        {
            Tensor prefix = Precision.As(conditioning!, x.dtype).mm(_model.Named(projection).t()).view(slots.Length, config.PrefixLength, -1);
            x = cat([prefix, x], 1);
        }

        Tensor flatPositions = tensor(flat, device: device);
        (Tensor Cosine, Tensor Sine)? angles = config.Positions == PositionKind.Rotary
            ? (_model.Rotary.Cosine.narrow(0, shared, positions).unsqueeze(1), _model.Rotary.Sine.narrow(0, shared, positions).unsqueeze(1))
            : null;
        x = x.reshape(-1, config.HiddenSize);
        for (int i = 0; i < config.LayerCount; i++)
        {
            int layer = i;
            x = Block(i, x, slots.Length, angles, flatPositions, (query, key, value) => _shared?.Attend(layer, query, key, value) ?? DecoderMath.CausalAttention(query, key, value));
            if (_shared is not null)
            {
                _cache.WriteBeginning(i, slots, _shared.Keys(i), _shared.Values(i));
            }
        }

        return Logits(x.index_select(0, tensor(last, device: device))).MoveToOuterDisposeScope();
    }

    /// <summary>Adds one token to every row.</summary>
    /// <param name="tokens">One per row of the cache.</param>
    /// <param name="lengths">Cached positions of each row so far.</param>
    /// <returns>(rows, vocabulary) logits of the next token, in the current dispose scope.</returns>
    public Tensor Decode(long[] tokens, int[] lengths)
    {
        using var scope = NewDisposeScope();
        DecoderConfig config = _model.Config;
        Device device = _model.Flat.device;
        int rows = tokens.Length;
        int longest = lengths.Max() + 1;
        _cache.Reserve(longest);
        long[] positions = [.. lengths.Select(l => (long)l)];
        long[] flat = [.. lengths.Select((l, i) => (long)i * _cache.Capacity + l)];
        Tensor position = tensor(positions, device: device);
        Tensor flatPositions = tensor(flat, device: device);
        (Tensor Cosine, Tensor Sine)? angles = config.Positions == PositionKind.Rotary
            ? (_model.Rotary.Cosine.index_select(0, position).view(rows, 1, 1, -1), _model.Rotary.Sine.index_select(0, position).view(rows, 1, 1, -1))
            : null;
        // (rows, 1, 1, longest): a row sees its own positions only.
        Tensor seen = arange(Scalars.Zero, Scalars.Of(longest), Scalars.One, device: device).unsqueeze(0).le(position.unsqueeze(1)).view(rows, 1, 1, longest);
        Tensor bias = zeros([rows, 1, 1, longest], dtype: _model.Flat.dtype, device: device).masked_fill_(seen.logical_not(), Scalars.Of(double.NegativeInfinity));
        Tensor x = _model.Named(_model.Layout.Embedding).index_select(0, tensor(tokens, device: device));
        if (_model.Layout.PositionEmbedding is { } places)
        {
            // A row without a text has length 0: its place would lie before the first token.
            Tensor place = position.sub(Scalars.Of((long)config.PrefixLength)).clamp(min: Scalars.Zero);
            x = x.add(_model.Named(places).index_select(0, place), Scalars.One);
        }

        for (int i = 0; i < config.LayerCount; i++)
        {
            int layer = i;
            x = Block(i, x, rows, angles, flatPositions, (query, _, _) =>
            {
                (Tensor keys, Tensor values) = _cache.Read(layer, longest);
                // The heads of a group share keys: they become query positions of one key head.
                Tensor grouped = query.reshape(rows, config.KeyValueHeadCount, -1, config.HeadSize);
                return nn.functional.scaled_dot_product_attention(grouped, keys, values, bias).reshape(rows, config.HeadCount, 1, config.HeadSize);
            });
        }

        return Logits(x).MoveToOuterDisposeScope();
    }

    /// <summary>Drops the other rows.</summary>
    public void Keep(long[] rows)
    {
        using Tensor index = tensor(rows, device: _model.Flat.device);
        _cache.Keep(index);
    }

    public void Dispose()
    {
        _cache.Dispose();
        _shared?.Dispose();
    }

    private Tensor Block(
        int index, Tensor x, int rows, (Tensor Cosine, Tensor Sine)? angles, Tensor flatPositions, Func<Tensor, Tensor, Tensor, Tensor> attend)
    {
        DecoderConfig config = _model.Config;
        LayerSlots slots = _model.Layout.Layers[index];
        int rotated = config.HeadCount + config.KeyValueHeadCount;
        int keyValue = config.KeyValueHeadCount * config.HeadSize;
        Tensor joined = Linear(_inputNorms[index].Forward(x), slots.QueryKeyValue, slots.QueryKeyValueBias);
        Tensor heads = joined.view(rows, -1, rotated + config.KeyValueHeadCount, config.HeadSize);
        if (angles is var (cosine, sine))
        {
            DecoderMath.Rotate(heads.narrow(2, 0, rotated), cosine, sine);
        }

        _cache.Write(index, flatPositions, joined.narrow(1, config.HiddenSize, keyValue), joined.narrow(1, config.HiddenSize + keyValue, keyValue));
        Tensor attended = attend(
            heads.narrow(2, 0, config.HeadCount).transpose(1, 2),
            heads.narrow(2, config.HeadCount, config.KeyValueHeadCount).transpose(1, 2),
            heads.narrow(2, rotated, config.KeyValueHeadCount).transpose(1, 2));
        Tensor mixed = attended.transpose(1, 2).reshape(-1, config.HiddenSize);
        x = AddLinear(x, mixed, slots.Output, slots.OutputBias);
        Tensor wide = Linear(_middleNorms[index].Forward(x), slots.GateUp, slots.GateUpBias);
        Tensor inner = slots.Gate is null
            ? DecoderMath.GeluTanh(wide)
            : wide.narrow(1, 0, config.IntermediateSize).silu().mul_(wide.narrow(1, config.IntermediateSize, config.IntermediateSize));
        return AddLinear(x, inner, slots.Down, slots.DownBias);
    }

    private Tensor Linear(Tensor x, ParameterSlot weight, ParameterSlot? bias)
    {
        Tensor transposed = _model.Named(weight).t();
        return bias is { } slot ? _model.Named(slot).addmm(x, transposed) : x.mm(transposed);
    }

    private Tensor AddLinear(Tensor sum, Tensor x, ParameterSlot weight, ParameterSlot? bias)
    {
        Tensor result = sum.addmm(x, _model.Named(weight).t());
        return bias is { } slot ? result.add_(_model.Named(slot), Scalars.One) : result;
    }

    private Tensor Logits(Tensor x) => Precision.Wide(_finalNorm.Forward(x).mm(_model.Named(_model.Layout.Head).t()));
}
