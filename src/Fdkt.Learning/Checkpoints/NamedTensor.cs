namespace Fdkt.Learning.Checkpoints;

/// <summary>A named float32 tensor in ordinary memory.</summary>
/// <param name="Name">Hugging Face name, such as <c>model.norm.weight</c>.</param>
/// <param name="Shape">Lengths of the dimensions, outermost first.</param>
/// <param name="Values">Row-major elements, the product of <paramref name="Shape"/> in number.</param>
public sealed record NamedTensor(string Name, IReadOnlyList<long> Shape, ReadOnlyMemory<float> Values);
