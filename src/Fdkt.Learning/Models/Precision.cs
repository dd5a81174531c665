using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>Which computations leave 16-bit types: statistics of norms, rotations, logits, and everything about clipping.</summary>
internal static class Precision
{
    /// <summary>Float32 for 16-bit types, any other as it is.</summary>
    public static ScalarType Wide(ScalarType dtype) => dtype is ScalarType.BFloat16 or ScalarType.Float16 ? ScalarType.Float32 : dtype;

    /// <summary>The tensor in the wide type: a new handle in either case, of the same memory where the type is wide already.</summary>
    public static Tensor Wide(Tensor x) => As(x, Wide(x.dtype));

    /// <summary>The tensor in a type: a new handle in either case, of the same memory where the type is that already.</summary>
    public static Tensor As(Tensor x, ScalarType dtype) => x.dtype == dtype ? x.alias() : x.to(dtype);

    /// <summary>Gives a result the type of its operand; the first tensor is disposed where it is not the result.</summary>
    public static Tensor Back(Tensor result, ScalarType dtype)
    {
        if (result.dtype == dtype)
        {
            return result;
        }

        using (result)
        {
            return result.to(dtype);
        }
    }
}
