using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.PublicModels;

/// <summary>Nearest neighbours among unit vectors by inner product, exactly.</summary>
internal static class Neighbours
{
    private const int Chunk = 1_024;

    /// <summary>For each vector the closest ones, itself included.</summary>
    public static int[][] Of(float[][] vectors, int count)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable grad = no_grad();
        count = Math.Min(count, vectors.Length);
        Tensor all = tensor(vectors.SelectMany(v => v).ToArray(), [vectors.Length, vectors[0].Length]);
        var result = new List<int[]>(vectors.Length);
        for (int first = 0; first < vectors.Length; first += Chunk)
        {
            using DisposeScope inner = NewDisposeScope();
            Tensor part = all.narrow(0, first, Math.Min(Chunk, vectors.Length - first));
            (_, Tensor indices) = part.mm(all.t()).topk(count, 1);
            long[] flat = indices.contiguous().data<long>().ToArray();
            result.AddRange(flat.Chunk(count).Select(row => row.Select(i => (int)i).ToArray()));
        }

        return [.. result];
    }
}
