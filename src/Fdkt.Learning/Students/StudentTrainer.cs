namespace Fdkt.Learning.Students;

/// <summary>Trains the client's classifier in two stages: augmented text, then private text beside it.</summary>
/// <remarks>
/// Stage two starts from stage one and gives the private rows a total weight relative to the augmented text that local
/// cross-validation picks, so that text of little use is set aside. Within each source the classes weigh the same.
/// </remarks>
public static class StudentTrainer
{
    /// <summary>Trains a student.</summary>
    /// <param name="augmented">Text from the server; may be empty.</param>
    /// <param name="privateRows">The client's own rows; may be empty where <paramref name="augmented"/> is not.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="options">Settings; null takes the defaults.</param>
    /// <param name="seed">Seed of the folds.</param>
    /// <param name="cancellationToken">Checked between fits.</param>
    /// <returns>The student.</returns>
    /// <exception cref="ArgumentException">There is nothing to train on.</exception>
    public static Student Train(
        IReadOnlyList<Example> augmented, IReadOnlyList<Example> privateRows, int classes, StudentOptions? options = null, int seed = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(augmented);
        ArgumentNullException.ThrowIfNull(privateRows);
        options ??= new StudentOptions();
        if (augmented.Count + privateRows.Count == 0)
        {
            throw new ArgumentException("There is nothing to train on.", nameof(privateRows));
        }

        TfidfFeatures features = TfidfFeatures.Fit([.. augmented.Select(row => row.Text), .. privateRows.Select(row => row.Text)]);
        var received = new StudentRows(features.Transform([.. augmented.Select(row => row.Text)]), [.. augmented.Select(row => row.Label)], classes);
        var own = new StudentRows(features.Transform([.. privateRows.Select(row => row.Text)]), [.. privateRows.Select(row => row.Label)], classes);
        (SoftmaxClassifier classifier, double weight) = new TwoSources(received, own, options).Fit(seed, cancellationToken);
        return new Student(features, classifier, weight);
    }
}
