using Fdkt.Learning.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Generation;

/// <summary>Keys and values of the running texts, one row per slot. Room for more positions is made as texts grow.</summary>
internal sealed class KeyValueCache : IDisposable
{
    private readonly int _width;
    private readonly Tensor[] _keys;
    private readonly Tensor[] _values;

    /// <summary>Positions at the start: texts are mostly short, and a model for 131,072 tokens would fill the memory with room for them.</summary>
    private const int FirstCapacity = 256;

    private readonly int _mostPositions;

    public KeyValueCache(DecoderModel model, int rows, int mostPositions)
    {
        DecoderConfig config = model.Config;
        _mostPositions = mostPositions;
        Capacity = Math.Min(FirstCapacity, mostPositions);
        HeadSize = config.HeadSize;
        _width = config.KeyValueHeadCount * config.HeadSize;
        // Zeros, not empty: masked positions are multiplied by a zero weight, and 0 · NaN is NaN.
        _keys = [.. Enumerable.Range(0, config.LayerCount).Select(_ => Zeros(model, rows))];
        _values = [.. Enumerable.Range(0, config.LayerCount).Select(_ => Zeros(model, rows))];
    }

    /// <summary>Positions each row has room for at present.</summary>
    public int Capacity { get; private set; }

    private int HeadSize { get; }

    /// <summary>Makes room for this many positions in every row. Flat positions of before are void.</summary>
    public void Reserve(int positions)
    {
        if (positions <= Capacity)
        {
            return;
        }

        int old = Capacity;
        Capacity = Math.Min(_mostPositions, Math.Max(positions, 2 * old));
        for (int i = 0; i < _keys.Length; i++)
        {
            Grow(ref _keys[i], old);
            Grow(ref _values[i], old);
        }
    }

    /// <summary>Writes (count, keyValueHeads · headSize) to flat positions row · capacity + position.</summary>
    public void Write(int layer, Tensor flatPositions, Tensor keys, Tensor values)
    {
        using Tensor flatKeys = _keys[layer].view(-1, _width);
        using Tensor flatValues = _values[layer].view(-1, _width);
        flatKeys.index_copy_(0, flatPositions, keys);
        flatValues.index_copy_(0, flatPositions, values);
    }

    /// <summary>The first positions of every row: two (rows, keyValueHeads, length, headSize) views in the current dispose scope.</summary>
    public (Tensor Keys, Tensor Values) Read(int layer, int length) => (Part(_keys[layer], length), Part(_values[layer], length));

    /// <summary>A copy of the first positions of one row: two (length, keyValueHeads · headSize) tensors of the caller's.</summary>
    public (Tensor Keys, Tensor Values) ReadRow(int layer, int row, int length) => (Row(_keys[layer], row, length), Row(_values[layer], row, length));

    /// <summary>Writes the same (length, keyValueHeads · headSize) to the first positions of the given rows.</summary>
    public void WriteBeginning(int layer, int[] rows, Tensor keys, Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor index = tensor(Array.ConvertAll(rows, row => (long)row), device: keys.device);
        foreach ((Tensor cache, Tensor beginning) in new[] { (_keys[layer], keys), (_values[layer], values) })
        {
            cache.narrow(1, 0, beginning.shape[0]).index_copy_(0, index, beginning.unsqueeze(0).expand([rows.Length, beginning.shape[0], _width]));
        }
    }

    /// <summary>Keeps the given rows only, in that order.</summary>
    public void Keep(Tensor rows)
    {
        for (int i = 0; i < _keys.Length; i++)
        {
            Replace(ref _keys[i], rows);
            Replace(ref _values[i], rows);
        }
    }

    public void Dispose()
    {
        foreach (Tensor t in _keys.Concat(_values))
        {
            t.Dispose();
        }
    }

    private static Tensor Row(Tensor cache, int row, int length)
    {
        using Tensor one = cache.narrow(0, row, 1);
        using Tensor part = one.narrow(1, 0, length);
        using Tensor flat = part.squeeze(0);
        return flat.clone().DetachFromDisposeScope();
    }

    private void Grow(ref Tensor cache, int old)
    {
        Tensor larger = zeros([cache.shape[0], Capacity, _width], dtype: cache.dtype, device: cache.device).DetachFromDisposeScope();
        using (Tensor part = larger.narrow(1, 0, old))
        {
            part.copy_(cache);
        }

        cache.Dispose();
        cache = larger;
    }

    private static void Replace(ref Tensor cache, Tensor rows)
    {
        Tensor kept = cache.index_select(0, rows).DetachFromDisposeScope();
        cache.Dispose();
        cache = kept;
    }

    private Tensor Part(Tensor cache, int length) => cache.narrow(1, 0, length).view(cache.shape[0], length, -1, HeadSize).transpose(1, 2);

    private Tensor Zeros(DecoderModel model, int rows) =>
        zeros([rows, Capacity, _width], dtype: model.Flat.dtype, device: model.Flat.device).DetachFromDisposeScope();
}
