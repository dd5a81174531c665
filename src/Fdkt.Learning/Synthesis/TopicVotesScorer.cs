using Fdkt.Learning.Embedding;

namespace Fdkt.Learning.Synthesis;

/// <summary>Scores an encoding by the noisy votes of the topics around it.</summary>
internal sealed class TopicVotesScorer : ILabelScorer
{
    /// <summary>Width of the kernel over cosine distance that lets neighbouring topics share their votes.</summary>
    private const double KernelWidth = 0.2;

    private readonly IReadOnlyList<float[]> _topics;
    private readonly double[][] _votes;

    /// <param name="topics">Unit vectors.</param>
    /// <param name="votes">[topic][class], noisy counts, any sign.</param>
    public TopicVotesScorer(IReadOnlyList<float[]> topics, double[][] votes)
    {
        (_topics, _votes) = (topics, votes);
        Classes = votes[0].Length;
    }

    public int Classes { get; }

    public double[] Score(ReadOnlySpan<float> encoding)
    {
        var scores = new double[Classes];
        for (int t = 0; t < _topics.Count; t++)
        {
            double kernel = Math.Exp((VectorMath.Dot(encoding, _topics[t]) - 1) / KernelWidth);
            for (int c = 0; c < scores.Length; c++)
            {
                scores[c] += kernel * _votes[t][c];
            }
        }

        // Noise can make a sum negative; a class keeps a small chance so that it never vanishes.
        double floor = 1e-3 * Math.Max(1e-9, scores.Max(Math.Abs));
        double[] positive = [.. scores.Select(score => Math.Max(score, floor))];
        double sum = positive.Sum();
        return [.. positive.Select(score => score / sum)];
    }
}
