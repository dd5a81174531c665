using Fdkt.Learning.Pretraining;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Students.FineTuning;

/// <summary>Texts as ids with their classes, and the weights that make classes count the same.</summary>
internal sealed class TextBatches
{
    private readonly IReadOnlyList<int[]> _texts;
    private readonly int[] _labels;
    private readonly double[] _weights;

    public TextBatches(IReadOnlyList<int[]> texts, IReadOnlyList<int> labels)
    {
        _texts = texts;
        _labels = [.. labels];
        Dictionary<int, int> counts = _labels.CountBy(label => label).ToDictionary();
        // n / (classes present · rows of the class): they sum to n.
        _weights = [.. _labels.Select(label => (double)_labels.Length / (counts.Count * counts[label]))];
    }

    public int Count => _labels.Length;

    /// <summary>Batches of texts of similar length, in random order.</summary>
    public IEnumerable<int[]> Shuffled(int batchSize, Random random) => LengthBucketing.Batches([.. _texts.Select(text => text.Length)], batchSize, random);

    /// <summary>Batches by length, for what order does not matter to.</summary>
    public static IEnumerable<int[]> ByLength(IReadOnlyList<int[]> texts, int batchSize) => Enumerable.Range(0, texts.Count).OrderBy(i => texts[i].Length).Chunk(batchSize);

    /// <summary>Ids of some texts.</summary>
    public IReadOnlyList<int[]> Texts(int[] rows) => [.. rows.Select(row => _texts[row])];

    /// <summary>Weighted cross entropy of some texts, summed: a scalar, in the caller's dispose scope.</summary>
    public Tensor Loss(Tensor logits, int[] rows)
    {
        Tensor labels = tensor(rows.Select(row => (long)_labels[row]).ToArray(), dtype: ScalarType.Int64).to(logits.device);
        Tensor weights = tensor(rows.Select(row => (float)_weights[row]).ToArray(), dtype: logits.dtype).to(logits.device);
        return logits.log_softmax(-1).gather(1, labels.unsqueeze(1)).squeeze(1).mul(weights).sum().neg();
    }

    /// <summary>Mean weighted cross entropy of all texts; NaN where there is a value that is no number.</summary>
    public double MeanLoss(TunedModel model, int batchSize, CancellationToken cancellationToken)
    {
        using IDisposable grad = no_grad();
        double sum = 0;
        foreach (int[] rows in ByLength(_texts, batchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            sum += Loss(model.Logits(Texts(rows)), rows).to(ScalarType.Float64).item<double>();
        }

        return sum / Count;
    }
}
