using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>Builds the padded token matrices the models take.</summary>
public static class TokenBatch
{
    /// <summary>Marks a position without a token. Any negative value does; it never collides with a vocabulary, and it is the ignore index of every loss.</summary>
    public const int Padding = -1;

    /// <summary>Pads on the right with <see cref="Padding"/> to the longest text.</summary>
    /// <param name="texts">Token ids of each text. An empty text gives a row of padding.</param>
    /// <param name="maximumLength">Longer texts are cut to this many tokens. At least 2.</param>
    /// <param name="minimumLength">The matrix is at least this wide. Default 2, the shortest with something to predict.</param>
    /// <returns>(texts, length) int64, on the CPU. The caller disposes it.</returns>
    public static Tensor Pad(IReadOnlyList<int[]> texts, int maximumLength, int minimumLength = 2)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumLength, 2);
        int width = Math.Min(maximumLength, minimumLength);
        foreach (int[] text in texts)
        {
            width = Math.Max(width, Math.Min(text.Length, maximumLength));
        }

        var values = new long[texts.Count * width];
        Array.Fill(values, Padding);
        for (int i = 0; i < texts.Count; i++)
        {
            int length = Math.Min(texts[i].Length, width);
            for (int t = 0; t < length; t++)
            {
                values[i * width + t] = texts[i][t];
            }
        }

        return tensor(values, [texts.Count, width], dtype: ScalarType.Int64);
    }

    /// <summary>Stacks conditioning vectors.</summary>
    /// <param name="codes">One vector per row, all of one length.</param>
    /// <param name="dtype">Element type of the model.</param>
    /// <returns>(codes, Z), on the CPU. The caller disposes it.</returns>
    public static Tensor Conditioning(IReadOnlyList<float[]> codes, ScalarType dtype = ScalarType.Float32)
    {
        ArgumentNullException.ThrowIfNull(codes);
        int size = codes.Count == 0 ? 0 : codes[0].Length;
        var values = new float[codes.Count * size];
        for (int i = 0; i < codes.Count; i++)
        {
            if (codes[i].Length != size)
            {
                throw new ArgumentException($"Code {i} has {codes[i].Length} values, the first has {size}.", nameof(codes));
            }

            codes[i].CopyTo(values, i * size);
        }

        return tensor(values, [codes.Count, size], dtype: dtype);
    }
}
