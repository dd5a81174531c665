using System.Numerics.Tensors;

namespace Fdkt.Learning.Students;

/// <summary>Value and gradient of the penalised cross entropy. Parameters are (columns + 1) × classes, intercepts last.</summary>
internal sealed class SoftmaxObjective(SparseRows rows, IReadOnlyList<int> labels, IReadOnlyList<double> weights, int classes, double inverseRegularization)
{
    /// <summary>The objective, as the minimiser wants it.</summary>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        int penalized = rows.Columns * classes;
        point[..penalized].CopyTo(gradient);
        gradient[penalized..].Clear();
        double loss = TensorPrimitives.SumOfSquares(point[..penalized]) / 2;
        Span<double> probabilities = stackalloc double[classes];
        for (int i = 0; i < rows.Count; i++)
        {
            double weight = weights[i] * inverseRegularization;
            if (weight == 0)
            {
                continue;
            }

            Probabilities(point, rows.Columns, rows.Indices[i], rows.Values[i], probabilities);
            loss -= weight * Math.Log(Math.Max(probabilities[labels[i]], 1e-300));
            probabilities[labels[i]]--;
            TensorPrimitives.Multiply(probabilities, weight, probabilities);
            int[] indices = rows.Indices[i];
            float[] values = rows.Values[i];
            for (int j = 0; j < indices.Length; j++)
            {
                Span<double> target = gradient.Slice(indices[j] * classes, classes);
                TensorPrimitives.MultiplyAdd(probabilities, values[j], target, target);
            }

            Span<double> intercepts = gradient[penalized..];
            TensorPrimitives.Add(intercepts, probabilities, intercepts);
        }

        return loss;
    }

    /// <summary>Softmax of the scores of one row.</summary>
    public static void Probabilities(ReadOnlySpan<double> point, int columns, int[] indices, float[] values, Span<double> result)
    {
        point[(columns * result.Length)..].CopyTo(result);
        for (int j = 0; j < indices.Length; j++)
        {
            TensorPrimitives.MultiplyAdd(point.Slice(indices[j] * result.Length, result.Length), values[j], result, result);
        }

        double highest = TensorPrimitives.Max<double>(result);
        double sum = 0;
        for (int c = 0; c < result.Length; c++)
        {
            result[c] = Math.Exp(result[c] - highest);
            sum += result[c];
        }

        TensorPrimitives.Divide(result, sum, result);
    }
}
