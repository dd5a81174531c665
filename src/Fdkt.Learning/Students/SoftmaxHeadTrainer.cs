using System.Numerics.Tensors;

namespace Fdkt.Learning.Students;

/// <summary>Fits a <see cref="SoftmaxHead"/>: multinomial logistic regression with an L2 penalty.</summary>
/// <remarks>Deterministic: the same input gives the same head, whatever runs beside it.</remarks>
public static class SoftmaxHeadTrainer
{
    private const double Tolerance = 1e-5;

    // Intercepts are barely held: enough that a class without rows has a finite one.
    private const double InterceptPenalty = 0.01;

    // A row that is predicted this well moves nothing.
    private const float Negligible = 1e-7f;

    private const float Never = -1e4f;

    /// <summary>Minimises ½‖W‖² + Σ weightᵢ · cross entropyᵢ.</summary>
    /// <param name="sources">The rows; at least one with a weight above 0.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="start">Where the search starts; null starts at zero. The minimum does not depend on it.</param>
    /// <param name="maximumIterations">At least 1. Default 60.</param>
    /// <returns>The head.</returns>
    /// <exception cref="ArgumentException">There are no rows, or sizes do not fit.</exception>
    public static SoftmaxHead Fit(IReadOnlyList<HeadRows> sources, int classes, SoftmaxHead? start = null, int maximumIterations = 60)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        HeadRows first = sources.FirstOrDefault(source => source.Count > 0) ?? throw new ArgumentException("There are no rows.", nameof(sources));
        int dimension = first.States[0].Length;
        if (sources.Any(source => source.Labels.Count != source.Count || source.Weights.Count != source.Count || (source.OwnOdds is { } odds && odds.Count != classes)))
        {
            throw new ArgumentException("Each row has a state, a label and a weight, and each class a factor.", nameof(sources));
        }

        int width = dimension + 1;
        var point = new double[width * classes];
        if (start is not null)
        {
            for (int c = 0; c < classes; c++)
            {
                for (int d = 0; d < dimension; d++)
                {
                    point[c * width + d] = start.Weights[c][d];
                }

                point[c * width + dimension] = start.Intercepts[c];
            }
        }

        float[]?[] shifts = [.. sources.Select(source => source.OwnOdds?.Select(factor => factor > 0 ? (float)Math.Log(factor) : Never).ToArray())];
        var weights = new float[point.Length];
        var sums = new float[point.Length];
        var probabilities = new float[classes];
        LimitedMemoryBfgs.Minimize(
            point,
            (at, gradient) =>
            {
                for (int i = 0; i < weights.Length; i++)
                {
                    weights[i] = (float)at[i];
                }

                Array.Clear(sums);
                double loss = 0;
                for (int s = 0; s < shifts.Length; s++)
                {
                    loss += Add(sources[s], shifts[s], dimension, weights, sums, probabilities);
                }

                for (int i = 0; i < weights.Length; i++)
                {
                    double penalty = i % width == dimension ? InterceptPenalty : 1;
                    loss += penalty * at[i] * at[i] / 2;
                    gradient[i] = sums[i] + penalty * at[i];
                }

                return loss;
            },
            maximumIterations,
            Tolerance);
        return new SoftmaxHead(
            [.. Enumerable.Range(0, classes).Select(c => Array.ConvertAll(point[(c * width)..(c * width + dimension)], value => (float)value))],
            [.. Enumerable.Range(0, classes).Select(c => (float)point[c * width + dimension])]);
    }

    /// <summary>Adds the gradient of one source to the sums. Returns its loss.</summary>
    private static double Add(HeadRows rows, float[]? shift, int dimension, float[] weights, float[] sums, float[] probabilities)
    {
        int width = dimension + 1;
        double loss = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            float weight = (float)rows.Weights[i];
            if (weight == 0)
            {
                continue;
            }

            ReadOnlySpan<float> state = rows.States[i];
            for (int c = 0; c < probabilities.Length; c++)
            {
                probabilities[c] = TensorPrimitives.Dot(state, weights.AsSpan(c * width, dimension)) + weights[c * width + dimension];
            }

            if (shift is not null)
            {
                TensorPrimitives.Add<float>(probabilities, shift, probabilities);
            }

            SoftmaxHead.Normalize(probabilities);
            int label = rows.Labels[i];
            loss -= weight * Math.Log(Math.Max(probabilities[label], 1e-30f));
            probabilities[label]--;
            for (int c = 0; c < probabilities.Length; c++)
            {
                float factor = probabilities[c] * weight;
                if (Math.Abs(factor) >= Negligible)
                {
                    Span<float> sum = sums.AsSpan(c * width, dimension);
                    TensorPrimitives.MultiplyAdd(state, factor, sum, sum);
                    sums[c * width + dimension] += factor;
                }
            }
        }

        return loss;
    }
}
