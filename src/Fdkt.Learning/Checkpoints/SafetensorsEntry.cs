namespace Fdkt.Learning.Checkpoints;

/// <summary>One tensor of a safetensors file, as its header describes it.</summary>
/// <param name="Name">Name, unique in the file.</param>
/// <param name="Dtype">Element type.</param>
/// <param name="Shape">Lengths of the dimensions, outermost first; empty for a scalar. Elements are row-major.</param>
/// <param name="Count">Number of elements, the product of <paramref name="Shape"/>.</param>
/// <param name="Offset">Where the elements start in the file, in bytes.</param>
public sealed record SafetensorsEntry(string Name, SafetensorsDtype Dtype, IReadOnlyList<long> Shape, long Count, long Offset)
{
    /// <summary>Length of the elements in bytes.</summary>
    public long ByteLength => Count * SafetensorsDtypes.SizeOf(Dtype);
}
