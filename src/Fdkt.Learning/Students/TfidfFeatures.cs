using Fdkt.Learning.Embedding;

namespace Fdkt.Learning.Students;

/// <summary>Word features: (1 + log count) · inverse document frequency, scaled to unit length (Salton, Buckley 1988).</summary>
/// <remarks>Immutable and thread-safe. Words that were not fitted are ignored.</remarks>
public sealed class TfidfFeatures
{
    private readonly Dictionary<string, int> _columns;
    private readonly float[] _inverseFrequency;

    private TfidfFeatures(Dictionary<string, int> columns, float[] inverseFrequency)
    {
        _columns = columns;
        _inverseFrequency = inverseFrequency;
    }

    /// <summary>Number of words known.</summary>
    public int Columns => _inverseFrequency.Length;

    /// <summary>Learns words and their document frequency.</summary>
    /// <param name="texts">The texts the classifier will be trained on.</param>
    /// <returns>The features.</returns>
    public static TfidfFeatures Fit(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        var counts = new List<int>();
        int documents = 0;
        foreach (string text in texts)
        {
            documents++;
            foreach (string word in Words.Of(text).Distinct())
            {
                if (columns.TryAdd(word, counts.Count))
                {
                    counts.Add(0);
                }

                counts[columns[word]]++;
            }
        }

        return new TfidfFeatures(columns, [.. counts.Select(count => (float)(Math.Log((1.0 + documents) / (1 + count)) + 1))]);
    }

    /// <summary>Features of texts.</summary>
    /// <param name="texts">Any texts.</param>
    /// <returns>One row per text; a text without a known word has an empty row.</returns>
    public SparseRows Transform(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var indices = new int[texts.Count][];
        var values = new float[texts.Count][];
        Parallel.For(0, texts.Count, i => (indices[i], values[i]) = Row(texts[i]));
        return new SparseRows(Columns, indices, values);
    }

    private (int[] Indices, float[] Values) Row(string text)
    {
        (int Column, int Count)[] counts = [.. Words.Of(text)
            .Select(word => _columns.GetValueOrDefault(word, -1)).Where(column => column >= 0)
            .CountBy(column => column).Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key)];
        float[] values = [.. counts.Select(pair => (1 + MathF.Log(pair.Count)) * _inverseFrequency[pair.Column])];
        VectorMath.Normalize(values);
        return ([.. counts.Select(pair => pair.Column)], values);
    }
}
