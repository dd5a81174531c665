using System.Globalization;
using System.Numerics.Tensors;
using Fdkt.GpuJobs.Spaces;

namespace Fdkt.GpuJobs.Releases;

/// <summary>What of a text's state enters class sums: its first components, scaled to use the whole of the sensitivity, and one constant that counts.</summary>
/// <remarks>
/// A code has length 1 at most, whatever the text. Noise falls on each value alike, so every component that tells little of the class costs accuracy: few components, brought back
/// to full length, beat many (docs/ag-news.md has the measurements). The constant lets the sums say how many records of a class there are, over all clients, for next to nothing.
/// Immutable and thread-safe.
/// </remarks>
public sealed class ReleaseView
{
    private const int FewClasses = 8;
    private const int MostComponents = 48;

    // Length of the constant. The rest of a code has √(1 − CountShare²) = .97.
    private const double CountShare = 0.25;

    // Wide components are held back a little: scores fall with the root of the root of the spread.
    private const double Tilt = 0.125;

    private readonly float[] _scale;

    /// <summary>Makes the view for a number of classes. All clients of a round make the same one.</summary>
    /// <param name="space">The public space.</param>
    /// <param name="classes">Number of classes.</param>
    public ReleaseView(PublicSpace space, int classes)
    {
        ArgumentNullException.ThrowIfNull(space);
        Components = Math.Min(space.Components, ComponentsFor(classes));
        float widest = Math.Max(1e-12f, space.Variance[0]);
        _scale = [.. space.Variance.Take(Components).Select(variance => (float)Math.Pow(Math.Max(1e-6, variance / widest), -Tilt))];
        double[] power = [.. _scale.Select((scale, j) => space.Variance[j] * (double)scale * scale)];
        double total = Math.Max(1e-12, power.Sum());
        Power = [.. power.Select(value => value / total)];
        Hash = string.Create(CultureInfo.InvariantCulture, $"{space.Hash}/{Components}");
    }

    /// <summary>Components of a code, without the constant.</summary>
    public int Components { get; }

    /// <summary>Per component its part in the codes of public texts: what is known of the classes before anything is released.</summary>
    public IReadOnlyList<double> Power { get; }

    /// <summary>Length of a code: the components and the constant.</summary>
    public int Columns => Components + 1;

    /// <summary>Names the space and the cut: what <see cref="Contracts.Artifacts.ReleasedSums.Space"/> holds.</summary>
    public string Hash { get; }

    /// <summary>How many components suit a number of classes: as many as classes, in steps of 8.</summary>
    /// <param name="classes">Number of classes.</param>
    /// <returns>8 to 48.</returns>
    public static int ComponentsFor(int classes) => Math.Clamp((classes + FewClasses - 1) / FewClasses * FewClasses, FewClasses, MostComponents);

    /// <summary>The code of a text.</summary>
    /// <param name="projected">Its state in the public space.</param>
    /// <returns>A vector of length 1 at most, the constant last.</returns>
    public float[] Code(ReadOnlySpan<float> projected)
    {
        var code = new float[Columns];
        Span<float> part = code.AsSpan(0, Components);
        TensorPrimitives.Multiply(projected[..Components], _scale, part);
        float length = TensorPrimitives.Norm<float>(part);
        float factor = length > 1e-9f && float.IsFinite(length) ? (float)Math.Sqrt(1 - CountShare * CountShare) / length : 0;
        if (factor == 0)
        {
            part.Clear();
        }

        TensorPrimitives.Multiply(part, factor, part);
        code[Components] = (float)CountShare;
        return code;
    }

    /// <summary>How many records a value of the constant's column stands for.</summary>
    /// <param name="sum">A sum, with or without noise.</param>
    /// <returns>The number; of any sign where there is noise.</returns>
    public static double Count(double sum) => sum / CountShare;
}
