using Fdkt.Learning.Encoders;
using Fdkt.Learning.Students;

namespace Fdkt.Learning.Augmentation;

/// <summary>What the demonstrations, taken together, say about the class of a text. The server's own judge; it sees nothing private.</summary>
internal sealed class DemoClassifier
{
    // Weight of all demonstrations together, each class the same part.
    private const double TotalWeight = 1_000;

    private readonly SoftmaxHead _head;

    private DemoClassifier(SoftmaxHead head) => _head = head;

    /// <param name="states">States of the demonstrations.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="classes">Number of classes.</param>
    public static DemoClassifier Train(IReadOnlyList<float[]> states, IReadOnlyList<int> labels, int classes)
    {
        Dictionary<int, int> counts = labels.CountBy(label => label).ToDictionary();
        double[] weights = [.. labels.Select(label => TotalWeight / counts.Count / counts[label])];
        return new DemoClassifier(SoftmaxHeadTrainer.Fit([new HeadRows(states, labels, weights)], classes));
    }

    /// <summary>Per text the lead of its class over the best other, in [−1, 1].</summary>
    public double[] Margins(IReadOnlyList<float[]> states, IReadOnlyList<int> labels) =>
        [.. _head.Predict(states).Select((p, i) => p[labels[i]] - p.Where((_, c) => c != labels[i]).DefaultIfEmpty(0).Max())];

    /// <summary>States of texts, which all come from the server or a model.</summary>
    public static Task<float[][]> EncodeAsync(ITextEncoder encoder, IEnumerable<Example> texts, CancellationToken cancellationToken) =>
        encoder.EncodeAsync([.. texts.Select(text => text.Text)], EncodingMode.Batched, cancellationToken);
}
