namespace Fdkt.Learning.Checkpoints;

/// <summary>One tensor to be written to a safetensors file.</summary>
public sealed class SafetensorsTensor
{
    private SafetensorsTensor(string name, IReadOnlyList<long> shape, SafetensorsDtype dtype, ReadOnlyMemory<float> singles, ReadOnlyMemory<long> integers)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        long count = 1;
        foreach (long dimension in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(shape));
            count = checked(count * dimension);
        }

        int values = dtype == SafetensorsDtype.I64 ? integers.Length : singles.Length;
        if (count != values)
        {
            throw new ArgumentException($"Tensor '{name}' of shape [{string.Join(", ", shape)}] has {count} elements, but {values} values are given.", nameof(shape));
        }

        (Name, Shape, Dtype, Singles, Integers) = (name, [.. shape], dtype, singles, integers);
        ByteLength = count * SafetensorsDtypes.SizeOf(dtype);
    }

    private SafetensorsTensor(string name, IReadOnlyList<long> shape, SafetensorsDtype dtype, Action<Stream> write)
    {
        (Name, Shape, Dtype, Deferred) = (name, [.. shape], dtype, write);
        ByteLength = shape.Aggregate(1L, (count, dimension) => checked(count * dimension)) * SafetensorsDtypes.SizeOf(dtype);
    }

    /// <summary>Name, unique in the file.</summary>
    public string Name { get; }

    /// <summary>Lengths of the dimensions, outermost first.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Element type in the file.</summary>
    public SafetensorsDtype Dtype { get; }

    internal ReadOnlyMemory<float> Singles { get; }

    internal ReadOnlyMemory<long> Integers { get; }

    /// <summary>Writes the elements, where they are not held here.</summary>
    internal Action<Stream>? Deferred { get; }

    internal long ByteLength { get; }

    /// <summary>A tensor of floating-point elements.</summary>
    /// <param name="name">Not empty.</param>
    /// <param name="shape">Its product is the number of values; empty for a scalar.</param>
    /// <param name="values">Row-major; kept, not copied.</param>
    /// <param name="dtype">F32, or BF16 or F16 to round to nearest. Values beyond the type's range become infinite.</param>
    /// <exception cref="ArgumentException">Shape and number of values disagree, or the type is no floating-point one.</exception>
    public static SafetensorsTensor FromSingles(
        string name, IReadOnlyList<long> shape, ReadOnlyMemory<float> values, SafetensorsDtype dtype = SafetensorsDtype.F32) =>
        dtype != SafetensorsDtype.I64
            ? new SafetensorsTensor(name, shape, dtype, values, default)
            : throw new ArgumentException($"Tensor '{name}': {dtype} is no floating-point type.", nameof(dtype));

    /// <summary>A tensor of I64 elements.</summary>
    /// <param name="name">Not empty.</param>
    /// <param name="shape">Its product is the number of values; empty for a scalar.</param>
    /// <param name="values">Row-major; kept, not copied.</param>
    /// <exception cref="ArgumentException">Shape and number of values disagree.</exception>
    public static SafetensorsTensor FromInt64s(string name, IReadOnlyList<long> shape, ReadOnlyMemory<long> values) =>
        new(name, shape, SafetensorsDtype.I64, default, values);

    /// <summary>A tensor whose elements are made while the file is written, so that they are never in memory all at once.</summary>
    /// <param name="name">Not empty.</param>
    /// <param name="shape">Lengths of the dimensions.</param>
    /// <param name="dtype">Element type of what is written.</param>
    /// <param name="write">Writes exactly the elements, row-major and little-endian.</param>
    internal static SafetensorsTensor FromWriter(string name, IReadOnlyList<long> shape, SafetensorsDtype dtype, Action<Stream> write) => new(name, shape, dtype, write);
}
