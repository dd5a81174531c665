using System.Numerics.Tensors;

namespace Fdkt.Learning.Embedding;

/// <summary>Small dense vectors.</summary>
internal static class VectorMath
{
    /// <summary>a += b.</summary>
    public static void Add(Span<float> a, ReadOnlySpan<float> b) => TensorPrimitives.Add(a, b, a);

    /// <summary>a += factor · b.</summary>
    public static void AddScaled(Span<float> a, ReadOnlySpan<float> b, float factor) => TensorPrimitives.MultiplyAdd(b, factor, a, a);

    /// <summary>⟨a, b⟩.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => TensorPrimitives.Dot(a, b);

    /// <summary>Scales to length 1. Returns false, and changes nothing, where the length is (nearly) zero.</summary>
    public static bool Normalize(Span<float> a)
    {
        float norm = TensorPrimitives.Norm(a);
        if (!(norm > 1e-9f))
        {
            return false;
        }

        TensorPrimitives.Multiply(a, 1 / norm, a);
        return true;
    }

    /// <summary>The normalised sum of some vectors of one length.</summary>
    public static float[] NormalizedSum(IEnumerable<float[]> vectors, int dimension)
    {
        var sum = new float[dimension];
        foreach (float[] vector in vectors)
        {
            Add(sum, vector);
        }

        Normalize(sum);
        return sum;
    }
}
