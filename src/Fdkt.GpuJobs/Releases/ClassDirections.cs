using System.Numerics.Tensors;
using Fdkt.Contracts.Artifacts;

namespace Fdkt.GpuJobs.Releases;

/// <summary>What class sums say of a text: the class whose direction lies nearest. Made of released values, or of exact ones in a comparison that stays in the process.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ClassDirections
{
    // Nearness to a class without a direction, which nothing is near to.
    private const double Nowhere = -2;

    private readonly ReleaseView _view;
    private readonly float[][] _directions;

    private ClassDirections(ReleaseView view, float[][] directions, IReadOnlyList<double> counts, double noiseVariance, double signal) =>
        (_view, _directions, Counts, NoiseVariance, SignalToNoise) = (view, directions, counts, noiseVariance, signal);

    /// <summary>Number of classes.</summary>
    public int Classes => _directions.Length;

    /// <summary>Per class, how many records stand behind it, as the sums say; of any sign where there is noise.</summary>
    public IReadOnlyList<double> Counts { get; }

    /// <summary>Variance of the noise in each sum; 0 for exact ones.</summary>
    public double NoiseVariance { get; }

    /// <summary>Power of the classes' sums over that of their noise, as the sums themselves tell: below 1 the directions are more noise than class. +∞ without noise.</summary>
    public double SignalToNoise { get; }

    /// <summary>Directions of released sums. Post-processing.</summary>
    /// <param name="view">The view they were made in.</param>
    /// <param name="sums">The sums of one client, or of all added up.</param>
    /// <returns>The directions.</returns>
    /// <exception cref="ArgumentException">The sums are of another view.</exception>
    public static ClassDirections Of(ReleaseView view, ReleasedSums sums)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(sums);
        return sums.Space != view.Hash || sums.Columns != view.Columns
            ? throw new ArgumentException("These sums are of another space of public texts.", nameof(sums))
            : Of(view, [.. Enumerable.Range(0, sums.Classes).Select(c => sums.Of(c).ToArray())], sums.NoiseStandardDeviation * sums.NoiseStandardDeviation);
    }

    /// <summary>Directions of sums.</summary>
    /// <param name="view">The view they were made in.</param>
    /// <param name="sums">Per class its sum.</param>
    /// <param name="noiseVariance">Variance of the noise in each value; 0 for exact ones.</param>
    /// <returns>The directions.</returns>
    public static ClassDirections Of(ReleaseView view, double[][] sums, double noiseVariance)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(sums);
        double power = sums.Sum(sum => sum.Take(view.Components).Sum(value => value * value)) / (sums.Length * view.Components);
        double signal = Math.Max(0, power - noiseVariance);
        return new ClassDirections(
            view, [.. Shrunk(view, sums, noiseVariance).Select(Direction)], [.. sums.Select(sum => ReleaseView.Count(sum[view.Components]))],
            noiseVariance, noiseVariance > 0 ? signal / noiseVariance : double.PositiveInfinity);
    }

    /// <summary>Nearness of a text to each class: the cosine of its code and the class's direction.</summary>
    /// <param name="projected">Its state in the public space.</param>
    /// <returns>One value per class, in [−1, 1]; −2 for a class without a direction.</returns>
    public double[] Score(ReadOnlySpan<float> projected)
    {
        float[] code = _view.Code(projected);
        float[] part = code[.._view.Components];
        return [.. _directions.Select(direction => direction.AsSpan().IndexOfAnyExcept(0f) < 0 ? Nowhere : TensorPrimitives.Dot<float>(part, direction))];
    }

    /// <summary>
    /// The sums without as much of their noise as can be told (Wiener 1949): each component is held back by the part of its power that is noise, where the power of the classes is taken to
    /// be spread over the components as that of the public texts is.
    /// </summary>
    private static double[][] Shrunk(ReleaseView view, double[][] sums, double noiseVariance)
    {
        double[] power = [.. Enumerable.Range(0, view.Components).Select(j => sums.Average(sum => sum[j] * sum[j]))];
        double scale = Math.Max(1e-9, power.Select((value, j) => (value - noiseVariance) * view.Power[j]).Sum() / view.Power.Sum(share => share * share));
        double[] kept = [.. view.Power.Select(share => noiseVariance > 0 ? scale * share / (scale * share + noiseVariance) : 1)];
        return [.. sums.Select(sum => kept.Select((factor, j) => factor * sum[j]).ToArray())];
    }

    private static float[] Direction(double[] sum)
    {
        double length = Math.Sqrt(sum.Sum(value => value * value));
        return [.. sum.Select(value => (float)(length > 0 ? value / length : 0))];
    }
}
