using Fdkt.Learning.Native;
using Fdkt.Learning.PublicModels;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Embedding;

/// <summary>Learns a <see cref="TextEncoder"/> from unlabelled public text.</summary>
/// <remarks>
/// Word vectors are the leading singular vectors of the positive pointwise mutual information of words within a text, with context
/// distribution smoothing .75 (Levy, Goldberg, Dagan 2015, TACL 3). Found by randomised SVD (Halko, Martinsson, Tropp 2011).
/// </remarks>
public static class TextEncoderTrainer
{
    /// <summary>Most words a vocabulary holds: the matrix has the square of it in memory (256 MB).</summary>
    public const int MaximumVocabulary = 8_000;

    private const int MaximumWordsPerText = 150;
    private const double Smoothing = 0.75;
    private const double SmoothInverseFrequency = 1e-2;

    /// <summary>Learns an encoder.</summary>
    /// <param name="texts">Public texts. At least one with a repeated word.</param>
    /// <param name="dimension">Length of an encoding. Default 64. Reduced where the vocabulary is smaller.</param>
    /// <param name="seed">Seed of the random projection.</param>
    /// <param name="cancellationToken">Checked between steps.</param>
    /// <returns>The encoder.</returns>
    /// <exception cref="PublicCorpusException">No two words occur in two texts.</exception>
    public static TextEncoder Train(IReadOnlyList<string> texts, int dimension = 64, int seed = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        string[][] documents = [.. texts.Select(text => Words.Of(text).Distinct().Take(MaximumWordsPerText).ToArray())];
        Dictionary<string, int> frequency = documents.SelectMany(words => words).CountBy(word => word).ToDictionary(StringComparer.Ordinal);
        int minimum = texts.Count < 2_000 ? 2 : 5;
        string[] vocabulary = [.. frequency.Where(pair => pair.Value >= minimum)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(MaximumVocabulary).Select(pair => pair.Key)];
        if (vocabulary.Length < 2)
        {
            throw new PublicCorpusException($"The {texts.Count} public texts share no words, so no encoder can be learned from them. Give more public text.");
        }

        TorchRuntime.EnsureLoaded();
        dimension = Math.Min(dimension, vocabulary.Length);
        float[] association = Association(documents, vocabulary, cancellationToken);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable grad = no_grad();
        Tensor vectors = WordVectors(association, vocabulary.Length, dimension, seed);
        float[] weights = [.. vocabulary.Select(word => (float)(SmoothInverseFrequency / (SmoothInverseFrequency + (double)frequency[word] / texts.Count)))];
        vectors = vectors * tensor(weights).unsqueeze(1);
        cancellationToken.ThrowIfCancellationRequested();
        return Rotate(vocabulary, vectors, texts);
    }

    private static float[] Association(string[][] documents, string[] vocabulary, CancellationToken cancellationToken)
    {
        int size = vocabulary.Length;
        Dictionary<string, int> index = vocabulary.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var counts = new float[(long)size * size];
        foreach (string[] document in documents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] words = [.. document.Where(index.ContainsKey).Select(word => index[word])];
            foreach (int a in words)
            {
                foreach (int b in words)
                {
                    if (a != b)
                    {
                        counts[(long)a * size + b]++;
                    }
                }
            }
        }

        var sums = new double[size];
        for (int a = 0; a < size; a++)
        {
            sums[a] = System.Numerics.Tensors.TensorPrimitives.Sum<float>(counts.AsSpan(a * size, size));
        }

        double smoothed = sums.Sum(sum => Math.Pow(sum, Smoothing));
        double[] context = [.. sums.Select(sum => Math.Pow(sum, Smoothing) / smoothed)];
        Parallel.For(0, size, a =>
        {
            Span<float> row = counts.AsSpan(a * size, size);
            for (int b = 0; b < size; b++)
            {
                row[b] = row[b] == 0 ? 0 : (float)Math.Max(0, Math.Log(row[b] / (sums[a] * context[b])));
            }
        });
        return counts;
    }

    private static Tensor WordVectors(float[] association, int size, int dimension, int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor matrix = tensor(association, [size, size]);
        using var generator = new Generator((ulong)seed);
        Tensor basis = matrix.mm(randn([size, Math.Min(size, dimension + 16)], generator: generator));
        for (int iteration = 0; iteration < 4; iteration++)
        {
            basis = linalg.qr(basis).Q;
            basis = linalg.qr(matrix.t().mm(basis)).Q;
            basis = matrix.mm(basis);
        }

        basis = linalg.qr(basis).Q;
        (Tensor left, Tensor singular, _) = linalg.svd(basis.t().mm(matrix), fullMatrices: false);
        Tensor vectors = basis.mm(left).narrow(1, 0, dimension) * singular.narrow(0, 0, dimension).sqrt();
        return (vectors / vectors.norm(1, keepdim: true).clamp(min: Scalars.Of(1e-9))).MoveToOuterDisposeScope();
    }

    /// <summary>Finds the mean and the principal axes of the public encodings and turns the word vectors to them.</summary>
    private static TextEncoder Rotate(string[] vocabulary, Tensor vectors, IReadOnlyList<string> texts)
    {
        int dimension = (int)vectors.shape[1];
        var plain = new TextEncoder(vocabulary, vectors.data<float>().ToArray(), new float[dimension]);
        float[][] encodings = plain.EncodeAll(texts);
        using Tensor stacked = tensor(encodings.SelectMany(e => e).ToArray(), [encodings.Length, dimension]);
        Tensor mean = stacked.mean([0L]);
        Tensor centred = stacked - mean;
        centred = centred / centred.norm(1, keepdim: true).clamp(min: Scalars.Of(1e-9));
        (_, Tensor axes) = linalg.eigh(centred.t().mm(centred).div(Scalars.Of(encodings.Length)));
        Tensor rotation = axes.flip(1L);
        return new TextEncoder(
            vocabulary, vectors.mm(rotation).contiguous().data<float>().ToArray(), mean.unsqueeze(0).mm(rotation).squeeze(0).contiguous().data<float>().ToArray());
    }
}
