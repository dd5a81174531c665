using Fdkt.Learning.Embedding;

namespace Fdkt.Learning.Synthesis;

/// <summary>Scores an encoding by its direction relative to noisy class means.</summary>
internal sealed class ClassMeansScorer : ILabelScorer
{
    /// <summary>Sharpness of the softmax over cosines: only the order of classes and the relative margin matter further on.</summary>
    private const double Sharpness = 8;

    private readonly float[][] _directions;

    public ClassMeansScorer(IEnumerable<float[]> sums)
    {
        _directions = [.. sums.Select(sum =>
        {
            float[] direction = [.. sum];
            VectorMath.Normalize(direction);
            return direction;
        })];
    }

    public int Classes => _directions.Length;

    /// <summary>The noisy class means, scaled to unit length.</summary>
    public IReadOnlyList<float[]> Directions => _directions;

    public double[] Score(ReadOnlySpan<float> encoding)
    {
        var scores = new double[Classes];
        for (int c = 0; c < scores.Length; c++)
        {
            scores[c] = Math.Exp(Sharpness * VectorMath.Dot(encoding, _directions[c]));
        }

        double sum = scores.Sum();
        return [.. scores.Select(score => score / sum)];
    }
}
