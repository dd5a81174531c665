using Fdkt.Contracts.Artifacts;
using Fdkt.GpuJobs.Students;
using Fdkt.Learning.Synthesis;
using Fdkt.Privacy.Noise;

namespace Fdkt.GpuJobs.Releases;

/// <summary>A table of sums over private rows, one line per class, that a client releases with noise; and what such a table says of other texts. All clients of a round use the same one.</summary>
public interface IPrivateTable
{
    /// <summary>Number of classes.</summary>
    int Classes { get; }

    /// <summary>Names what the columns are: tables of unlike columns are never added.</summary>
    string Space { get; }

    /// <summary>The sums without noise: for comparisons inside this process, and for what a client knows of its own part. Never released.</summary>
    /// <param name="rows">Rows.</param>
    /// <returns>Per class its sums.</returns>
    double[][] Exact(LabelledStates rows);

    /// <summary>Releases the sums. This is where private rows meet their noise; each call is one release.</summary>
    /// <param name="rows">The private rows, whose states were each made without a look at any other row.</param>
    /// <param name="plan">What is charged.</param>
    /// <param name="random">Cryptographic source.</param>
    /// <returns>The noisy sums.</returns>
    ReleasedSums Release(LabelledStates rows, SynthesisPlan plan, IRandomSource random);

    /// <summary>Reads a table. Post-processing where the table was released.</summary>
    /// <param name="sums">Per class its sums, of one client or of all.</param>
    /// <param name="noiseVariance">Variance of the noise in each; 0 for exact ones.</param>
    /// <returns>Scores of a state in the public space, one per class; the greater the surer.</returns>
    Func<float[], double[]> Read(double[][] sums, double noiseVariance);
}

/// <summary>A table and the noise in it, as those work with it who pool and read tables.</summary>
/// <param name="Sums">Per class its sums.</param>
/// <param name="NoiseVariance">Variance of the noise in each; 0 for exact ones, which never leave the process.</param>
public sealed record TableValues(double[][] Sums, double NoiseVariance)
{
    /// <summary>Released tables of several clients, added. Post-processing.</summary>
    /// <param name="table">Reads them.</param>
    /// <param name="released">At least one, all of the table's space.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="ArgumentException">There is none, or one is of another space.</exception>
    public static TableValues Pool(IPrivateTable table, IReadOnlyList<ReleasedSums> released)
    {
        ArgumentNullException.ThrowIfNull(table);
        var sum = ReleasedSums.Add(released);
        return sum.Space == table.Space && sum.Classes == table.Classes
            ? new TableValues([.. Enumerable.Range(0, sum.Classes).Select(c => sum.Of(c).ToArray())], sum.NoiseStandardDeviation * sum.NoiseStandardDeviation)
            : throw new ArgumentException("These sums are of another space of public texts.", nameof(released));
    }

    /// <summary>The values without the exact part of some rows.</summary>
    /// <param name="part">The sums of those rows.</param>
    /// <returns>The rest, with the same noise.</returns>
    public TableValues Less(double[][] part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return this with { Sums = [.. Sums.Select((sum, c) => sum.Select((value, d) => value - part[c][d]).ToArray())] };
    }
}
