using System.Numerics;
using System.Runtime.InteropServices;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>Looks for NaN and infinity in raw elements, at the speed of memory and without temporaries.</summary>
internal static class FiniteScan
{
    /// <summary>Whether all elements are finite.</summary>
    /// <param name="elements">Little-endian elements.</param>
    /// <param name="dtype">F32, BF16 or F16.</param>
    public static bool AllFinite(ReadOnlySpan<byte> elements, SafetensorsDtype dtype) => dtype switch
    {
        SafetensorsDtype.F32 => NoneHasAll(MemoryMarshal.Cast<byte, uint>(elements), 0x7f80_0000u),
        SafetensorsDtype.BF16 => NoneHasAll(MemoryMarshal.Cast<byte, ushort>(elements), (ushort)0x7f80),
        SafetensorsDtype.F16 => NoneHasAll(MemoryMarshal.Cast<byte, ushort>(elements), (ushort)0x7c00),
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "No type of weights."),
    };

    /// <summary>An exponent of ones alone marks what is not finite.</summary>
    private static bool NoneHasAll<T>(ReadOnlySpan<T> values, T exponent)
        where T : unmanaged, IBinaryInteger<T>
    {
        var mask = new Vector<T>(exponent);
        int i = 0;
        for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            if (Vector.EqualsAny(Vector.BitwiseAnd(new Vector<T>(values[i..]), mask), mask))
            {
                return false;
            }
        }

        for (; i < values.Length; i++)
        {
            if ((values[i] & exponent) == exponent)
            {
                return false;
            }
        }

        return true;
    }
}
