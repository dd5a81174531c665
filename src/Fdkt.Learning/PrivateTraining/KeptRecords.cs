using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.PrivateTraining;

/// <summary>What is kept of one parameter's per-record gradients until the clip factors are known.</summary>
internal abstract class KeptRecords : IDisposable
{
    private readonly Tensor[] _tensors;

    protected KeptRecords(params Tensor[] tensors) => _tensors = tensors;

    /// <summary>Adds the weighted sum over records to the flat gradient. Call once: what is kept may be overwritten.</summary>
    /// <param name="weights">(batch), finite.</param>
    public abstract void Contract(Tensor weights);

    /// <summary>Sets records to zero, so that what is not finite in them cannot spread through 0 · NaN.</summary>
    /// <param name="records">(count) int64, rows of the batch.</param>
    public virtual void Clear(Tensor records)
    {
        foreach (Tensor t in _tensors)
        {
            t.index_fill_(0, records, Scalars.Zero);
        }
    }

    public virtual void Dispose()
    {
        foreach (Tensor t in _tensors)
        {
            t.Dispose();
        }
    }
}
