namespace Fdkt.Learning.Embedding;

/// <summary>Maps a text to a unit vector, so that texts on one subject lie close: a weighted sum of word vectors, centred and rotated.</summary>
/// <remarks>
/// Made from public text alone. The word weights are those of smooth inverse frequency (Arora, Liang, Ma 2017, ICLR).
/// The axes are the principal axes of the public encodings, most variance first, so the first d values are the best d-dimensional encoding.
/// Immutable and thread-safe.
/// </remarks>
public sealed class TextEncoder
{
    private readonly Dictionary<string, int> _index;

    /// <summary>Puts an encoder together.</summary>
    /// <param name="words">Known words, distinct.</param>
    /// <param name="vectors">Word vectors with their weights multiplied in, row by row: words × dimension.</param>
    /// <param name="mean">What is subtracted from the normalised sum before the last normalisation.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public TextEncoder(IReadOnlyList<string> words, float[] vectors, float[] mean)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(mean);
        if (mean.Length == 0 || vectors.Length != (long)words.Count * mean.Length)
        {
            throw new ArgumentException($"{words.Count} words of dimension {mean.Length} need {(long)words.Count * mean.Length} values, not {vectors.Length}.", nameof(vectors));
        }

        WordList = words;
        Vectors = vectors;
        Mean = mean;
        _index = new Dictionary<string, int>(words.Count, StringComparer.Ordinal);
        for (int i = 0; i < words.Count; i++)
        {
            _index[words[i]] = i;
        }
    }

    /// <summary>Length of an encoding.</summary>
    public int Dimension => Mean.Length;

    /// <summary>Known words.</summary>
    public IReadOnlyList<string> WordList { get; }

    internal float[] Vectors { get; }

    internal float[] Mean { get; }

    /// <summary>Encodes one text.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>A unit vector of <see cref="Dimension"/> values, or zeros where no word is known.</returns>
    public float[] Encode(string text)
    {
        var sum = new float[Dimension];
        // Presence, not frequency: a name repeated ten times is one fact about the subject.
        foreach (int word in Words.Of(text).Select(w => _index.GetValueOrDefault(w, -1)).Where(i => i >= 0).Distinct())
        {
            VectorMath.Add(sum, Vectors.AsSpan(word * Dimension, Dimension));
        }

        if (!VectorMath.Normalize(sum))
        {
            return sum;
        }

        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] -= Mean[i];
        }

        VectorMath.Normalize(sum);
        return sum;
    }

    /// <summary>Encodes many texts on all cores.</summary>
    /// <param name="texts">Any texts.</param>
    /// <returns>One encoding per text, in order.</returns>
    public float[][] EncodeAll(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var result = new float[texts.Count][];
        Parallel.For(0, texts.Count, i => result[i] = Encode(texts[i]));
        return result;
    }
}
