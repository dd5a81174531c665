using static TorchSharp.torch;

namespace Fdkt.Learning.PrivateTraining;

/// <summary>X Xᵀ of every record. Long ones are cut in two, and of the two equal off-diagonal blocks only one is formed: a quarter less work.</summary>
internal sealed class GramBlocks : IDisposable
{
    /// <summary>Below this the blocks are too small for the matrix library.</summary>
    private const int ShortestCut = 96;

    private GramBlocks((Tensor, int)[] blocks) => Blocks = blocks;

    /// <summary>Blocks (batch, ·, ·) and how often each counts.</summary>
    public (Tensor Block, int Weight)[] Blocks { get; }

    /// <param name="x">(batch, positions, width).</param>
    public static GramBlocks Of(Tensor x)
    {
        using var scope = NewDisposeScope();
        long length = x.shape[1];
        if (length < ShortestCut)
        {
            return new GramBlocks([(Product(x, x), 1)]);
        }

        Tensor first = x.narrow(1, 0, length / 2);
        Tensor second = x.narrow(1, length / 2, length - length / 2);
        return new GramBlocks([(Product(first, first), 1), (Product(second, second), 1), (Product(first, second), 2)]);
    }

    /// <summary>One where two tokens of a record are equal: the Gram matrix of one-hot inputs.</summary>
    /// <param name="ids">(batch, positions) int64.</param>
    /// <param name="dtype">Of the result.</param>
    public static GramBlocks OfTokens(Tensor ids, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        long length = ids.shape[1];
        if (length < ShortestCut)
        {
            return new GramBlocks([(Equal(ids, ids, dtype), 1)]);
        }

        Tensor first = ids.narrow(1, 0, length / 2);
        Tensor second = ids.narrow(1, length / 2, length - length / 2);
        return new GramBlocks([(Equal(first, first, dtype), 1), (Equal(second, second, dtype), 1), (Equal(first, second, dtype), 2)]);
    }

    /// <summary>Squared norm of every position: (batch, positions), a new tensor.</summary>
    public Tensor Diagonal() => Blocks.Length == 1
        ? Blocks[0].Block.diagonal(0, 1, 2).clone()
        : cat([Blocks[0].Block.diagonal(0, 1, 2), Blocks[1].Block.diagonal(0, 1, 2)], 1);

    public void Dispose()
    {
        foreach ((Tensor block, _) in Blocks)
        {
            block.Dispose();
        }
    }

    private static Tensor Product(Tensor a, Tensor b) => a.bmm(b.transpose(1, 2)).DetachFromDisposeScope();

    private static Tensor Equal(Tensor a, Tensor b, ScalarType dtype) => a.unsqueeze(2).eq(b.unsqueeze(1)).to(dtype).DetachFromDisposeScope();
}
