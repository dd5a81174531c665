namespace Fdkt.Learning.Students;

/// <summary>The client's small model: a text classifier on word features.</summary>
/// <remarks>Immutable and thread-safe. It has seen private rows without differential privacy: it stays with the client.</remarks>
public sealed class Student : IStudent
{
    private readonly TfidfFeatures _features;
    private readonly SoftmaxClassifier _classifier;

    internal Student(TfidfFeatures features, SoftmaxClassifier classifier, double privateWeight)
    {
        _features = features;
        _classifier = classifier;
        PrivateWeight = privateWeight;
    }

    /// <summary>The weight of private over augmented rows that validation chose; positive infinity for private rows alone, 0 for none.</summary>
    public double PrivateWeight { get; }

    /// <summary>Class probabilities of texts.</summary>
    /// <param name="texts">Any texts.</param>
    /// <returns>Per text, one probability per class.</returns>
    public double[][] Predict(IReadOnlyList<string> texts) => _classifier.Predict(_features.Transform(texts));

    /// <inheritdoc/>
    double[][] IStudent.Predict(IReadOnlyList<string> texts, CancellationToken cancellationToken) => Predict(texts);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds no memory of the tensor library.
    }
}
