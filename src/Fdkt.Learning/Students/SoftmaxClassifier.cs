namespace Fdkt.Learning.Students;

/// <summary>Multinomial logistic regression with an L2 penalty.</summary>
/// <remarks>Immutable after training and thread-safe.</remarks>
public sealed class SoftmaxClassifier
{
    private const int MaximumIterations = 200;
    private const double Tolerance = 3e-6;

    private readonly double[] _weights;

    private SoftmaxClassifier(int columns, int classes, double[] weights)
    {
        Columns = columns;
        Classes = classes;
        _weights = weights;
    }

    /// <summary>Number of features.</summary>
    public int Columns { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Trains a classifier: minimises ½‖W‖² + C · Σ weightᵢ · cross entropyᵢ; intercepts are not penalised.</summary>
    /// <param name="rows">Features.</param>
    /// <param name="labels">Class of each row, 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="weights">Weight of each row; zero or more.</param>
    /// <param name="classes">Number of classes; those without a row are possible and get a low score.</param>
    /// <param name="inverseRegularization">C. Positive; large means a weak penalty.</param>
    /// <param name="start">Where the search starts; null starts at zero. The minimum does not depend on it.</param>
    /// <returns>The classifier.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, or there are no rows.</exception>
    public static SoftmaxClassifier Train(
        SparseRows rows, IReadOnlyList<int> labels, IReadOnlyList<double> weights, int classes, double inverseRegularization, SoftmaxClassifier? start = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inverseRegularization);
        if (rows.Count == 0 || labels.Count != rows.Count || weights.Count != rows.Count)
        {
            throw new ArgumentException($"There are {rows.Count} rows, {labels.Count} labels and {weights.Count} weights.", nameof(rows));
        }

        var parameters = new double[(rows.Columns + 1) * classes];
        if (start is not null && start._weights.Length == parameters.Length)
        {
            start._weights.CopyTo(parameters, 0);
        }

        var scratch = new SoftmaxObjective(rows, labels, weights, classes, inverseRegularization);
        LimitedMemoryBfgs.Minimize(parameters, scratch.Evaluate, MaximumIterations, Tolerance);
        return new SoftmaxClassifier(rows.Columns, classes, parameters);
    }

    /// <summary>Class probabilities.</summary>
    /// <param name="rows">Features with the columns trained on.</param>
    /// <returns>Per row, one probability per class.</returns>
    public double[][] Predict(SparseRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var result = new double[rows.Count][];
        Parallel.For(0, rows.Count, i =>
        {
            result[i] = new double[Classes];
            SoftmaxObjective.Probabilities(_weights, Columns, rows.Indices[i], rows.Values[i], result[i]);
        });
        return result;
    }
}
