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
        var first = new StudentRows(features.Transform([.. augmented.Select(row => row.Text)]), [.. augmented.Select(row => row.Label)], classes);
        var second = new StudentRows(features.Transform([.. privateRows.Select(row => row.Text)]), [.. privateRows.Select(row => row.Label)], classes);
        if (augmented.Count == 0)
        {
            return new Student(features, Fit(first, second, double.PositiveInfinity, options, null), double.PositiveInfinity);
        }

        SoftmaxClassifier stageOne = Fit(first, second, 0, options, null);
        if (privateRows.Count == 0)
        {
            return new Student(features, stageOne, 0);
        }

        double weight = Choose(first, second, stageOne, options, seed, cancellationToken);
        return new Student(features, Fit(first, second, weight, options, stageOne), weight);
    }

    private static double Choose(StudentRows first, StudentRows second, SoftmaxClassifier stageOne, StudentOptions options, int seed, CancellationToken cancellationToken)
    {
        if (options.PrivateWeights.Count == 1)
        {
            return options.PrivateWeights[0];
        }

        int[] fold = StratifiedFolds.Assign(second.Labels, options.Folds, seed);
        double best = options.PrivateWeights[0];
        double lowest = double.PositiveInfinity;
        foreach (double weight in options.PrivateWeights)
        {
            double loss = 0;
            for (int held = 0; held < options.Folds; held++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                StudentRows kept = second.Where(i => fold[i] != held);
                StudentRows tested = second.Where(i => fold[i] == held);
                if (kept.Rows.Count == 0 || tested.Rows.Count == 0)
                {
                    continue;
                }

                SoftmaxClassifier classifier = Fit(first, kept, weight, options, stageOne);
                double[][] predicted = classifier.Predict(tested.Rows);
                loss += predicted.Select((p, i) => tested.BalancedWeights[i] * -Math.Log(Math.Max(p[tested.Labels[i]], 1e-12))).Sum();
            }

            if (loss < lowest)
            {
                (best, lowest) = (weight, loss);
            }
        }

        return best;
    }

    /// <summary>One fit. The private rows weigh <paramref name="weight"/> times as much as the augmented ones together.</summary>
    private static SoftmaxClassifier Fit(StudentRows first, StudentRows second, double weight, StudentOptions options, SoftmaxClassifier? start)
    {
        bool privateOnly = double.IsPositiveInfinity(weight);
        double factor = privateOnly ? 1 : weight * first.Rows.Count / Math.Max(1, second.Rows.Count);
        IEnumerable<double> firstWeights = first.BalancedWeights.Select(w => privateOnly ? 0 : w);
        return SoftmaxClassifier.Train(
            first.Rows.Concat(second.Rows), [.. first.Labels, .. second.Labels], [.. firstWeights, .. second.BalancedWeights.Select(w => w * factor)],
            first.Classes, options.InverseRegularization, start);
    }
}
