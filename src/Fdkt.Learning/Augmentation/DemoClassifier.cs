using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;

namespace Fdkt.Learning.Augmentation;

/// <summary>What the demonstrations, taken together, say about the class of a text. The server's own judge; it sees nothing private.</summary>
internal sealed class DemoClassifier
{
    private const double InverseRegularization = 10;

    private readonly PublicModel _model;
    private readonly SoftmaxClassifier _classifier;

    private DemoClassifier(PublicModel model, SoftmaxClassifier classifier) => (_model, _classifier) = (model, classifier);

    public static DemoClassifier Train(PublicModel model, IReadOnlyList<Example> demos, int classes)
    {
        SparseRows rows = Rows(model, [.. demos.Select(demo => demo.Text)]);
        var weighted = new StudentRows(rows, [.. demos.Select(demo => demo.Label)], classes);
        return new DemoClassifier(model, SoftmaxClassifier.Train(rows, weighted.Labels, weighted.BalancedWeights, classes, InverseRegularization));
    }

    /// <summary>Per text the lead of its class over the best other, in [−1, 1].</summary>
    public double[] Margins(IReadOnlyList<Example> texts)
    {
        double[][] predicted = _classifier.Predict(Rows(_model, [.. texts.Select(text => text.Text)]));
        return [.. predicted.Select((p, i) => p[texts[i].Label] - p.Where((_, c) => c != texts[i].Label).DefaultIfEmpty(0).Max())];
    }

    private static SparseRows Rows(PublicModel model, IReadOnlyList<string> texts) => SparseRows.FromDense(model.Encoder.EncodeAll(texts), model.Encoder.Dimension);
}
