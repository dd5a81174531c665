using System.Numerics.Tensors;

namespace Fdkt.Learning.Students;

/// <summary>A linear classifier on states of an encoder: one weight vector and one intercept per class.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class SoftmaxHead
{
    // The score of a class that a head must never give: its probability underflows to 0.
    private const float Never = -1e4f;

    private readonly float[][] _weights;
    private readonly float[] _intercepts;

    /// <summary>Makes a head of its values.</summary>
    /// <param name="weights">Per class one vector, all of one length; kept, not copied.</param>
    /// <param name="intercepts">Per class one number; kept, not copied.</param>
    /// <exception cref="ArgumentException">There is no class, or the sizes do not fit.</exception>
    public SoftmaxHead(float[][] weights, float[] intercepts)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(intercepts);
        if (weights.Length == 0 || weights.Length != intercepts.Length || weights.Any(row => row.Length != weights[0].Length))
        {
            throw new ArgumentException($"A head of {weights.Length} classes has {intercepts.Length} intercepts and vectors of one length.", nameof(weights));
        }

        (_weights, _intercepts) = (weights, intercepts);
    }

    /// <summary>Number of classes.</summary>
    public int Classes => _weights.Length;

    /// <summary>Length of a state.</summary>
    public int Dimension => _weights[0].Length;

    /// <summary>Per class, its weights.</summary>
    public IReadOnlyList<float[]> Weights => _weights;

    /// <summary>Per class, its intercept.</summary>
    public IReadOnlyList<float> Intercepts => _intercepts;

    /// <summary>Probability of each class.</summary>
    /// <param name="state">A state of <see cref="Dimension"/> values.</param>
    /// <param name="result">One value per class; they sum to 1.</param>
    public void Predict(ReadOnlySpan<float> state, Span<float> result)
    {
        for (int c = 0; c < _weights.Length; c++)
        {
            result[c] = TensorPrimitives.Dot(state, _weights[c]) + _intercepts[c];
        }

        Normalize(result);
    }

    /// <summary>Probability of each class, for many states.</summary>
    /// <param name="states">States of <see cref="Dimension"/> values.</param>
    /// <returns>Per state, one value per class.</returns>
    public double[][] Predict(IReadOnlyList<float[]> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        var result = new double[states.Count][];
        var row = new float[Classes];
        for (int i = 0; i < result.Length; i++)
        {
            Predict(states[i], row);
            result[i] = [.. row];
        }

        return result;
    }

    /// <summary>A head for another mix of classes: its odds are multiplied by these factors. A factor of 0 rules a class out.</summary>
    /// <param name="factors">Per class one number, zero or more.</param>
    /// <returns>The head.</returns>
    public SoftmaxHead WithOdds(IReadOnlyList<double> factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        ArgumentOutOfRangeException.ThrowIfNotEqual(factors.Count, Classes, nameof(factors));
        return new SoftmaxHead(_weights, [.. _intercepts.Select((intercept, c) => factors[c] > 0 ? intercept + (float)Math.Log(factors[c]) : Never)]);
    }

    /// <summary>Scores to probabilities, in place.</summary>
    internal static void Normalize(Span<float> scores)
    {
        float highest = TensorPrimitives.Max<float>(scores);
        TensorPrimitives.Subtract(scores, highest, scores);
        TensorPrimitives.Exp<float>(scores, scores);
        TensorPrimitives.Multiply(scores, 1 / TensorPrimitives.Sum<float>(scores), scores);
    }
}
