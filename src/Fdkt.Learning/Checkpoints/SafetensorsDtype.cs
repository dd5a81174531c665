namespace Fdkt.Learning.Checkpoints;

/// <summary>Element types of a safetensors file, under the format's own names. <see cref="F32"/>, <see cref="BF16"/>, <see cref="F16"/> and <see cref="I64"/> can be read and written; the others are only described.</summary>
public enum SafetensorsDtype
{
    /// <summary>IEEE 754 binary32.</summary>
    F32,

    /// <summary>The upper half of a binary32.</summary>
    BF16,

    /// <summary>IEEE 754 binary16.</summary>
    F16,

    /// <summary>Two's complement 64-bit integer.</summary>
    I64,

    /// <summary>IEEE 754 binary64; described only.</summary>
    F64,

    /// <summary>Two's complement 32-bit integer; described only.</summary>
    I32,

    /// <summary>Two's complement 16-bit integer; described only.</summary>
    I16,

    /// <summary>Two's complement 8-bit integer; described only.</summary>
    I8,

    /// <summary>Unsigned 8-bit integer; described only.</summary>
    U8,

    /// <summary>One byte per truth value; described only.</summary>
    Bool,
}
