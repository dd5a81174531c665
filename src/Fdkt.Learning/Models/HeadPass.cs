using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>Output head and cross entropy in slices, so that the logits of a whole batch never exist at once in ordinary training.</summary>
internal static class HeadPass
{
    /// <summary>Largest logit slice: 2²¹ values (8 MB in float32) stay in the last-level cache of common processors.</summary>
    private const long SliceValues = 1 << 21;

    /// <summary>Loss and the gradient of the head's input.</summary>
    /// <param name="model">Supplies the head.</param>
    /// <param name="normed">(batch · length, hidden).</param>
    /// <param name="targets">(batch, length) int64, negative where ignored.</param>
    /// <param name="sink">Receives the slices.</param>
    /// <param name="loss">Summed cross entropy in nats.</param>
    /// <param name="predicted">Number of targets.</param>
    /// <returns>(batch · length, hidden).</returns>
    public static Tensor Run(DecoderModel model, Tensor normed, Tensor targets, IGradientSink sink, out double loss, out long predicted)
    {
        using var scope = NewDisposeScope();
        Tensor flatTargets = targets.reshape(-1);
        Tensor valid = flatTargets.ge(Scalars.Zero);
        predicted = valid.sum().item<long>();
        if (sink.NeedsRecordLayout)
        {
            return RunByRecord(model, normed, targets, valid, sink, out loss).MoveToOuterDisposeScope();
        }

        bool all = predicted == flatTargets.shape[0];
        Tensor chosen = valid.nonzero().squeeze(1);
        Tensor input = all ? normed : normed.index_select(0, chosen);
        Tensor labels = all ? flatTargets : flatTargets.index_select(0, chosen);
        Tensor gradient = empty_like(input);
        long step = Math.Max(1, SliceValues / model.Config.VocabularySize);
        loss = 0;
        for (long first = 0; first < predicted; first += step)
        {
            using var slice = NewDisposeScope();
            long count = Math.Min(step, predicted - first);
            Tensor x = input.narrow(0, first, count);
            Tensor logitGradient = Slice(model, x, labels.narrow(0, first, count), null, ref loss);
            gradient.narrow(0, first, count).addmm_(Precision.As(logitGradient, x.dtype), model.Named(model.Layout.Head), 0, 1);
            if (sink.NeedsBaseWeights)
            {
                sink.Head(0, x.unsqueeze(0), logitGradient.unsqueeze(0));
            }
        }

        return (all ? gradient : zeros_like(normed).index_copy_(0, chosen, gradient)).MoveToOuterDisposeScope();
    }

    private static Tensor RunByRecord(DecoderModel model, Tensor normed, Tensor targets, Tensor valid, IGradientSink sink, out double loss)
    {
        long batch = targets.shape[0];
        long length = targets.shape[1];
        Tensor labels = targets.reshape(-1).clamp(min: Scalars.Zero);
        Tensor mask = valid.to(Precision.Wide(normed.dtype));
        Tensor gradient = empty_like(normed);
        long records = Math.Max(1, SliceValues / (model.Config.VocabularySize * length));
        loss = 0;
        for (long first = 0; first < batch; first += records)
        {
            using var slice = NewDisposeScope();
            long count = Math.Min(records, batch - first);
            Tensor x = normed.narrow(0, first * length, count * length);
            Tensor logitGradient = Slice(
                model, x, labels.narrow(0, first * length, count * length), mask.narrow(0, first * length, count * length), ref loss);
            gradient.narrow(0, first * length, count * length).addmm_(Precision.As(logitGradient, x.dtype), model.Named(model.Layout.Head), 0, 1);
            sink.Head((int)first, x.view(count, length, -1), logitGradient.view(count, length, -1));
        }

        return gradient;
    }

    /// <summary>Softmax minus one-hot, for the rows of one slice; wide also where the head is of 16 bits.</summary>
    private static Tensor Slice(DecoderModel model, Tensor x, Tensor labels, Tensor? mask, ref double loss)
    {
        using Tensor transposed = model.Named(model.Layout.Head).t();
        using Tensor logits = x.mm(transposed);
        using Tensor wide = Precision.Wide(logits);
        Tensor result = wide.log_softmax(-1);
        Tensor index = labels.unsqueeze(1);
        Tensor chosen = result.gather(1, index).squeeze(1);
        // where, not a product: a record that is not finite must not reach the others through 0 · NaN.
        Tensor counted = mask is null ? chosen : chosen.masked_fill(mask.eq(Scalars.Zero), Scalars.Zero);
        loss -= counted.sum().to(ScalarType.Float64).item<double>();
        result.exp_().scatter_add_(1, index, full_like(index, Scalars.Of(-1), dtype: result.dtype));
        if (mask is not null)
        {
            result.mul_(mask.unsqueeze(1));
        }

        return result;
    }
}
