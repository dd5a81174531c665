using Fdkt.Learning.PublicModels;

namespace Fdkt.Learning.Students;

/// <summary>A linear classifier on public text encodings, classes weighing the same. The judge of server and client alike; who trains it on what decides what it may see.</summary>
internal sealed class EncodingClassifier
{
    private const double InverseRegularization = 10;

    private readonly PublicModel _model;
    private readonly SoftmaxClassifier _classifier;

    /// <param name="model">Encoder. Not owned.</param>
    /// <param name="rows">At least one.</param>
    /// <param name="classes">Number of classes.</param>
    public EncodingClassifier(PublicModel model, IReadOnlyList<Example> rows, int classes)
    {
        _model = model;
        var weighted = new StudentRows(Features([.. rows.Select(row => row.Text)]), [.. rows.Select(row => row.Label)], classes);
        _classifier = SoftmaxClassifier.Train(weighted.Rows, weighted.Labels, weighted.BalancedWeights, classes, InverseRegularization);
    }

    /// <summary>Per text, one probability per class.</summary>
    public double[][] Predict(IReadOnlyList<string> texts) => _classifier.Predict(Features(texts));

    private SparseRows Features(IReadOnlyList<string> texts) => SparseRows.FromDense(_model.Encoder.EncodeAll(texts), _model.Encoder.Dimension);
}
