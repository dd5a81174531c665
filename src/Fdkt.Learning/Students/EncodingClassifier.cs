using Fdkt.Learning.PublicModels;

namespace Fdkt.Learning.Students;

/// <summary>A linear classifier on public text encodings, classes weighing the same. The judge of server and client alike; who trains it on what decides what it may see.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class EncodingClassifier
{
    // Received text counts as much as the private rows, or not at all: which of the two, cross-validation on the private rows says.
    private static readonly StudentOptions Options = new() { InverseRegularization = 10, PrivateWeights = [1, double.PositiveInfinity] };

    private readonly PublicModel _model;
    private readonly SoftmaxClassifier _classifier;

    private EncodingClassifier(PublicModel model, SoftmaxClassifier classifier) => (_model, _classifier) = (model, classifier);

    /// <summary>Trains on one source.</summary>
    /// <param name="model">Encoder. Not owned.</param>
    /// <param name="rows">At least one.</param>
    /// <param name="classes">Number of classes.</param>
    /// <returns>The classifier.</returns>
    public static EncodingClassifier Train(PublicModel model, IReadOnlyList<Example> rows, int classes) => Train(model, [], rows, classes, seed: 0);

    /// <summary>Trains on text from the server and on private rows beside it, where cross-validation on the private rows finds the text of use.</summary>
    /// <param name="model">Encoder. Not owned.</param>
    /// <param name="received">Text from the server; may be empty.</param>
    /// <param name="own">Private rows, at least one.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">Seed of the folds.</param>
    /// <param name="cancellationToken">Checked between fits.</param>
    /// <returns>The classifier. It has seen private rows without differential privacy: it stays with the client.</returns>
    public static EncodingClassifier Train(
        PublicModel model, IReadOnlyList<Example> received, IReadOnlyList<Example> own, int classes, int seed, CancellationToken cancellationToken = default) =>
        new(model, new TwoSources(Rows(model, received, classes), Rows(model, own, classes), Options).Fit(seed, cancellationToken).Classifier);

    /// <summary>Class probabilities of texts.</summary>
    /// <param name="texts">Any texts.</param>
    /// <returns>Per text, one probability per class.</returns>
    public double[][] Predict(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return _classifier.Predict(Features(_model, texts));
    }

    private static StudentRows Rows(PublicModel model, IReadOnlyList<Example> rows, int classes)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        return new StudentRows(Features(model, [.. rows.Select(row => row.Text)]), [.. rows.Select(row => row.Label)], classes);
    }

    private static SparseRows Features(PublicModel model, IReadOnlyList<string> texts) => SparseRows.FromDense(model.Encoder.EncodeAll(texts), model.Encoder.Dimension);
}
