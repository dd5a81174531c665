namespace Fdkt.Learning.Checkpoints;

/// <summary>Names and sizes of the element types.</summary>
internal static class SafetensorsDtypes
{
    public static int SizeOf(SafetensorsDtype dtype) => dtype switch
    {
        SafetensorsDtype.F32 => 4,
        SafetensorsDtype.BF16 or SafetensorsDtype.F16 => 2,
        SafetensorsDtype.I64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "Unknown element type."),
    };

    public static string NameOf(SafetensorsDtype dtype) => dtype switch
    {
        SafetensorsDtype.F32 => "F32",
        SafetensorsDtype.BF16 => "BF16",
        SafetensorsDtype.F16 => "F16",
        SafetensorsDtype.I64 => "I64",
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "Unknown element type."),
    };

    public static SafetensorsDtype? Parse(string? name) => name switch
    {
        "F32" => SafetensorsDtype.F32,
        "BF16" => SafetensorsDtype.BF16,
        "F16" => SafetensorsDtype.F16,
        "I64" => SafetensorsDtype.I64,
        _ => null,
    };

    /// <summary>Binary32 to its upper half, rounded to nearest, ties to even; NaN stays NaN.</summary>
    public static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>The value of the upper half of a binary32; exact.</summary>
    public static float FromBFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
