using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Fdkt.Learning.Checkpoints;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Fdkt.GpuJobs.Spaces;

/// <summary>Where states of texts are compared: centred on the mean of the public corpus, scaled to length 1, turned to its principal components, the widest first.</summary>
/// <remarks>Fitted on public text alone, so it costs no privacy. Immutable and thread-safe. The same states give the same space.</remarks>
public sealed class PublicSpace
{
    /// <summary>Most components. What lies beyond them tells little of a class and costs time.</summary>
    public const int MostComponents = 128;

    private const string MeanName = "mean";
    private const string BasisName = "basis";
    private const string VarianceName = "variance";
    private const string EncoderKey = "encoder";

    private readonly float[] _mean;
    private readonly float[][] _basis;
    private readonly float[] _variance;

    private PublicSpace(string encoderHash, float[] mean, float[][] basis, float[] variance) =>
        (EncoderHash, _mean, _basis, _variance, Hash) = (encoderHash, mean, basis, variance, HashOf(encoderHash, mean, basis, variance));

    /// <summary>Of the encoder that made the states.</summary>
    public string EncoderHash { get; }

    /// <summary>Changes with any value of the space: releases of one space are not added to those of another. SHA-256 in lower-case hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>Length of an encoder's state.</summary>
    public int StateLength => _mean.Length;

    /// <summary>Number of components: the length of a projected state.</summary>
    public int Components => _basis.Length;

    /// <summary>Per component, the variance of the public texts along it; falling.</summary>
    public IReadOnlyList<float> Variance => _variance;

    /// <summary>Fits the space.</summary>
    /// <param name="states">States of the public texts, at least 2, all of one length.</param>
    /// <param name="encoderHash">Of the encoder that made them.</param>
    /// <returns>The space.</returns>
    /// <exception cref="ArgumentException">There are fewer than 2 states.</exception>
    public static PublicSpace Fit(IReadOnlyList<float[]> states, string encoderHash)
    {
        ArgumentNullException.ThrowIfNull(states);
        if (states.Count < 2)
        {
            throw new ArgumentException($"A space needs at least 2 states, and there are {states.Count}.", nameof(states));
        }

        int length = states[0].Length;
        var total = new double[length];
        foreach (float[] state in states)
        {
            for (int j = 0; j < length; j++)
            {
                total[j] += state[j];
            }
        }

        float[] mean = [.. total.Select(sum => (float)(sum / states.Count))];
        Evd<double> factors = Covariance(states, mean).Evd(Symmetricity.Symmetric);
        int components = Math.Min(MostComponents, Math.Min(length, states.Count - 1));
        // Ascending eigenvalues: the widest component is the last column.
        float[][] basis = [.. Enumerable.Range(1, components).Select(k => Signed(factors.EigenVectors.Column(length - k)))];
        float[] variance = [.. Enumerable.Range(1, components).Select(k => (float)Math.Max(0, factors.EigenValues[length - k].Real))];
        return new PublicSpace(encoderHash, mean, basis, variance);
    }

    /// <summary>Projects the state of one text.</summary>
    /// <param name="state">A state of <see cref="StateLength"/> values.</param>
    /// <returns>One value per component; their squares sum to 1 at most.</returns>
    public float[] Project(ReadOnlySpan<float> state)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(state.Length, StateLength, nameof(state));
        float[] centred = Centre(state, _mean);
        return [.. _basis.Select(axis => TensorPrimitives.Dot<float>(centred, axis))];
    }

    /// <summary>Projects states, in order.</summary>
    /// <param name="states">States of <see cref="StateLength"/> values.</param>
    /// <returns>The projected states.</returns>
    public float[][] Project(IReadOnlyList<float[]> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        return [.. states.AsParallel().AsOrdered().Select(state => Project(state))];
    }

    /// <summary>Writes the space to a safetensors file.</summary>
    /// <param name="path">The file; replaced where it is there.</param>
    public void Save(string path) => SafetensorsWriter.Write(
        path,
        [
            SafetensorsTensor.FromSingles(MeanName, [StateLength], _mean),
            SafetensorsTensor.FromSingles(BasisName, [Components, StateLength], _basis.SelectMany(axis => axis).ToArray()),
            SafetensorsTensor.FromSingles(VarianceName, [Components], _variance),
        ],
        new Dictionary<string, string> { [EncoderKey] = EncoderHash });

    /// <summary>Reads a space that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The space.</returns>
    /// <exception cref="CheckpointException">The file holds no whole space.</exception>
    public static PublicSpace Load(string path)
    {
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        float[] mean = reader.ReadSingles(MeanName), basis = reader.ReadSingles(BasisName), variance = reader.ReadSingles(VarianceName);
        return mean.Length > 0 && variance.Length > 0 && basis.Length == mean.Length * variance.Length && reader.Metadata.TryGetValue(EncoderKey, out string? encoder)
            ? new PublicSpace(encoder, mean, [.. basis.Chunk(mean.Length)], variance)
            : throw new CheckpointException(path, null, "holds no space of an encoder.");
    }

    private static float[] Centre(ReadOnlySpan<float> state, float[] mean)
    {
        var centred = new float[mean.Length];
        TensorPrimitives.Subtract(state, mean, centred);
        float length = TensorPrimitives.Norm<float>(centred);
        // A text that is the mean itself, or that holds no number, points nowhere.
        TensorPrimitives.Multiply(centred, length > 1e-9f && float.IsFinite(length) ? 1 / length : 0, centred);
        if (!float.IsFinite(length))
        {
            Array.Clear(centred);
        }

        return centred;
    }

    private static DenseMatrix Covariance(IReadOnlyList<float[]> states, float[] mean)
    {
        int length = mean.Length;
        double[][] sums = [.. Enumerable.Range(1, length).Select(row => new double[row])];
        foreach (float[] state in states)
        {
            double[] centred = Array.ConvertAll(Centre(state, mean), value => (double)value);
            for (int j = 0; j < length; j++)
            {
                TensorPrimitives.MultiplyAdd(centred.AsSpan(0, j + 1), centred[j], sums[j], sums[j]);
            }
        }

        return DenseMatrix.Create(length, length, (j, k) => (j >= k ? sums[j][k] : sums[k][j]) / states.Count);
    }

    /// <summary>An axis has no direction of its own: its largest value is made positive, so that one corpus gives one space.</summary>
    private static float[] Signed(Vector<double> axis)
    {
        double sign = Math.Sign(axis[axis.AbsoluteMaximumIndex()]);
        return [.. axis.Select(value => (float)(sign * value))];
    }

    private static string HashOf(string encoderHash, float[] mean, float[][] basis, float[] variance)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{encoderHash} {mean.Length} {basis.Length}")));
        foreach (float[] values in basis.Prepend(mean).Append(variance))
        {
            hash.AppendData(MemoryMarshal.AsBytes<float>(values));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
