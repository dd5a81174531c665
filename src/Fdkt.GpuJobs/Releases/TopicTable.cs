using System.Globalization;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Spaces;
using Fdkt.GpuJobs.Students;
using Fdkt.Learning.Clustering;
using Fdkt.Learning.Synthesis;
using Fdkt.Privacy.Noise;

namespace Fdkt.GpuJobs.Releases;

/// <summary>The table of the votes mechanism: each record votes, in the line of its class, for the cluster of public texts nearest to it.</summary>
public sealed class TopicTable : IPrivateTable
{
    private readonly IReadOnlyList<float[]> _topics;

    /// <summary>Clusters the public texts.</summary>
    /// <param name="corpus">The texts.</param>
    /// <param name="topics">Number of clusters wanted.</param>
    /// <param name="classes">Number of classes.</param>
    public TopicTable(PublicCorpus corpus, int topics, int classes)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        Classes = classes;
        _topics = SphericalKMeans.Fit(corpus.States, topics, seed: 0).Centroids;
        Space = string.Create(CultureInfo.InvariantCulture, $"{corpus.Space.Hash}/topics/{_topics.Count}");
    }

    /// <inheritdoc/>
    public int Classes { get; }

    /// <inheritdoc/>
    public string Space { get; }

    /// <inheritdoc/>
    public double[][] Exact(LabelledStates rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        double[][] votes = [.. Enumerable.Range(0, Classes).Select(_ => new double[_topics.Count])];
        for (int i = 0; i < rows.Count; i++)
        {
            votes[rows.Labels[i]][TopicVotes.TopicOf(rows.States[i], _topics)]++;
        }

        return votes;
    }

    /// <inheritdoc/>
    public ReleasedSums Release(LabelledStates rows, SynthesisPlan plan, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(plan);
        (long[] noisy, double noise) = TopicVotes.NoisyVotes(rows.States, rows.Labels, Classes, _topics, plan, random);
        // Released topic by topic; a table has a line per class.
        double[] values = [.. Enumerable.Range(0, Classes).SelectMany(c => Enumerable.Range(0, _topics.Count).Select(t => (double)noisy[t * Classes + c]))];
        return new ReleasedSums(PrivacyMechanism.Votes, Space, Classes, _topics.Count, values, noise);
    }

    /// <inheritdoc/>
    public Func<float[], double[]> Read(double[][] sums, double noiseVariance)
    {
        ArgumentNullException.ThrowIfNull(sums);
        ILabelScorer scorer = TopicVotes.Scorer(_topics, [.. Enumerable.Range(0, _topics.Count).Select(t => sums.Select(line => line[t]).ToArray())]);
        return state => scorer.Score(state);
    }
}
