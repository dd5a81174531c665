namespace Fdkt.Learning.Students;

/// <summary>Fits a classifier to received text, then to private rows beside it; within each source the classes weigh the same.</summary>
/// <param name="received">Text from the server; may be empty.</param>
/// <param name="own">The client's own rows; may be empty where <paramref name="received"/> is not.</param>
/// <param name="options">Settings.</param>
internal sealed class TwoSources(StudentRows received, StudentRows own, StudentOptions options)
{
    /// <summary>Fits with the weight of the private rows that local cross-validation finds best.</summary>
    /// <param name="seed">Seed of the folds.</param>
    /// <param name="cancellationToken">Checked between fits.</param>
    /// <returns>The classifier, and the total weight of the private rows over that of the received text: positive infinity for private rows alone, 0 for none.</returns>
    public (SoftmaxClassifier Classifier, double PrivateWeight) Fit(int seed, CancellationToken cancellationToken)
    {
        if (received.Rows.Count == 0)
        {
            return (Fit(own, double.PositiveInfinity, null), double.PositiveInfinity);
        }

        SoftmaxClassifier stageOne = Fit(own, 0, null);
        if (own.Rows.Count == 0)
        {
            return (stageOne, 0);
        }

        double weight = Choose(stageOne, seed, cancellationToken);
        return (Fit(own, weight, stageOne), weight);
    }

    private double Choose(SoftmaxClassifier stageOne, int seed, CancellationToken cancellationToken)
    {
        if (options.PrivateWeights.Count == 1)
        {
            return options.PrivateWeights[0];
        }

        int[] fold = StratifiedFolds.Assign(own.Labels, options.Folds, seed);
        double best = options.PrivateWeights[0];
        double lowest = double.PositiveInfinity;
        foreach (double weight in options.PrivateWeights)
        {
            double loss = 0;
            for (int held = 0; held < options.Folds; held++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                StudentRows kept = own.Where(i => fold[i] != held);
                StudentRows tested = own.Where(i => fold[i] == held);
                if (kept.Rows.Count == 0 || tested.Rows.Count == 0)
                {
                    continue;
                }

                double[][] predicted = Fit(kept, weight, stageOne).Predict(tested.Rows);
                loss += predicted.Select((p, i) => tested.BalancedWeights[i] * -Math.Log(Math.Max(p[tested.Labels[i]], 1e-12))).Sum();
            }

            if (loss < lowest)
            {
                (best, lowest) = (weight, loss);
            }
        }

        return best;
    }

    /// <summary>One fit. The private rows weigh <paramref name="weight"/> times as much as the received ones together.</summary>
    private SoftmaxClassifier Fit(StudentRows kept, double weight, SoftmaxClassifier? start)
    {
        bool privateOnly = double.IsPositiveInfinity(weight);
        double factor = privateOnly ? 1 : weight * received.Rows.Count / Math.Max(1, kept.Rows.Count);
        IEnumerable<double> receivedWeights = received.BalancedWeights.Select(w => privateOnly ? 0 : w);
        return SoftmaxClassifier.Train(
            received.Rows.Concat(kept.Rows), [.. received.Labels, .. kept.Labels], [.. receivedWeights, .. kept.BalancedWeights.Select(w => w * factor)],
            received.Classes, options.InverseRegularization, start);
    }
}
