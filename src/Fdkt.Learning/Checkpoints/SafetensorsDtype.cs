namespace Fdkt.Learning.Checkpoints;

/// <summary>Element types of a safetensors file that are supported, under the format's own names.</summary>
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
}
