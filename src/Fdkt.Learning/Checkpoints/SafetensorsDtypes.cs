namespace Fdkt.Learning.Checkpoints;

/// <summary>Names and sizes of the element types.</summary>
internal static class SafetensorsDtypes
{
    /// <summary>Bytes of an element.</summary>
    public static int SizeOf(SafetensorsDtype dtype) => dtype switch
    {
        SafetensorsDtype.F64 or SafetensorsDtype.I64 => 8,
        SafetensorsDtype.F32 or SafetensorsDtype.I32 => 4,
        SafetensorsDtype.BF16 or SafetensorsDtype.F16 or SafetensorsDtype.I16 => 2,
        SafetensorsDtype.I8 or SafetensorsDtype.U8 or SafetensorsDtype.Bool => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "Unknown element type."),
    };

    /// <summary>Whether weights of this type can be read.</summary>
    public static bool IsWeight(SafetensorsDtype dtype) => dtype is SafetensorsDtype.F32 or SafetensorsDtype.BF16 or SafetensorsDtype.F16;

    /// <summary>The format's name of a type.</summary>
    public static string NameOf(SafetensorsDtype dtype) => dtype == SafetensorsDtype.Bool ? "BOOL" : dtype.ToString();

    /// <summary>The type of a name, or null.</summary>
    public static SafetensorsDtype? Parse(string? name)
    {
        foreach (SafetensorsDtype dtype in Enum.GetValues<SafetensorsDtype>())
        {
            if (NameOf(dtype) == name)
            {
                return dtype;
            }
        }

        return null;
    }

    /// <summary>Binary32 to its upper half, rounded to nearest, ties to even; NaN stays NaN.</summary>
    public static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>The value of the upper half of a binary32; exact.</summary>
    public static float FromBFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
