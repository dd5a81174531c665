using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Students;
using Fdkt.Learning.Synthesis;
using Fdkt.Privacy.Noise;

namespace Fdkt.GpuJobs.Releases;

/// <summary>The table of the class-means mechanism: per class the sum of the codes of its records. A text belongs to the class whose direction lies nearest.</summary>
/// <param name="view">What of a state enters.</param>
/// <param name="classes">Number of classes.</param>
public sealed class ClassSums(ReleaseView view, int classes) : IPrivateTable
{
    /// <inheritdoc/>
    public int Classes => classes;

    /// <inheritdoc/>
    public string Space => view.Hash;

    /// <inheritdoc/>
    public ReleasedSums Release(LabelledStates rows, SynthesisPlan plan, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(plan);
        // The records of one unit may all point the same way: together they move the sums by so many times what one does.
        double noise = plan.NoiseMultiplier * plan.Options.RecordsPerUnit;
        long[] noisy = ClassMeans.NoisySums([.. rows.States.Select(state => view.Code(state))], rows.Labels, classes, view.Columns, noise, random);
        return new ReleasedSums(PrivacyMechanism.ClassMeans, Space, classes, view.Columns, [.. noisy.Select(value => (double)value / ClassMeans.Scale)], noise);
    }

    /// <inheritdoc/>
    public double[][] Exact(LabelledStates rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        double[][] sums = [.. Enumerable.Range(0, classes).Select(_ => new double[view.Columns])];
        for (int i = 0; i < rows.Count; i++)
        {
            float[] code = view.Code(rows.States[i]);
            for (int d = 0; d < code.Length; d++)
            {
                sums[rows.Labels[i]][d] += code[d];
            }
        }

        return sums;
    }

    /// <inheritdoc/>
    public Func<float[], double[]> Read(double[][] sums, double noiseVariance)
    {
        var directions = ClassDirections.Of(view, sums, noiseVariance);
        return state => directions.Score(state);
    }
}
