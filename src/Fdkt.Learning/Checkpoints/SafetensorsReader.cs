using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Fdkt.Learning.Checkpoints;

/// <summary>Reads tensors out of a safetensors file, each on demand. Reads from several threads at once are allowed.</summary>
/// <remarks>
/// The whole header is checked on opening; memory is bounded by the header and the tensors asked for. The file is read at offsets, straight into
/// the result, instead of being mapped: as fast, and a file that is cut while open gives an exception where a mapping ends the process.
/// </remarks>
public sealed class SafetensorsReader : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly Dictionary<string, SafetensorsEntry> _tensors;

    private SafetensorsReader(string path, SafeFileHandle file)
    {
        Path = path;
        _file = file;
        (List<SafetensorsEntry> tensors, Dictionary<string, string> metadata) = SafetensorsHeader.Read(path, file);
        _tensors = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The tensors in the order in which they lie in the file.</summary>
    public IReadOnlyList<SafetensorsEntry> Tensors { get; }

    /// <summary>Free texts by key; empty where the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header. The caller disposes the reader.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">
    /// The file is cut short or breaks a rule: header length, JSON, names that occur twice, unsupported element type, shape and size that
    /// disagree, data that overlaps, has gaps or leaves the file.
    /// </exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static SafetensorsReader Open(string path)
    {
        SafeFileHandle file = File.OpenHandle(path);
        try
        {
            return new SafetensorsReader(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The description of a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="CheckpointException">The file has no tensor of that name.</exception>
    public SafetensorsEntry Find(string name) => _tensors.TryGetValue(name, out SafetensorsEntry? entry)
        ? entry
        : throw new CheckpointException(Path, name, $"not in the file, which has {_tensors.Count} tensors.");

    /// <summary>Reads a tensor of floating-point elements as float32, row-major.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>As many values as the tensor has elements; F16 and BF16 widened without loss. Values are not checked: infinity and NaN pass.</returns>
    /// <exception cref="CheckpointException">No such tensor, integers, more elements than an array holds, or the file was cut since.</exception>
    public float[] ReadSingles(string name)
    {
        SafetensorsEntry entry = Find(name);
        float[] values = new float[ArrayLength(entry)];
        ReadSingles(name, values);
        return values;
    }

    /// <summary>Reads a tensor of floating-point elements as float32 into memory of the caller.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="destination">Exactly as long as the tensor has elements.</param>
    /// <exception cref="CheckpointException">As for the other overload, or <paramref name="destination"/> has another length.</exception>
    public void ReadSingles(string name, Span<float> destination)
    {
        SafetensorsEntry entry = Find(name);
        if (!SafetensorsDtypes.IsWeight(entry.Dtype) || entry.Count != destination.Length)
        {
            throw new CheckpointException(Path, name, $"{entry.Count} elements of {entry.Dtype} do not go into {destination.Length} float32 values.");
        }

        if (entry.Dtype == SafetensorsDtype.F32)
        {
            SafetensorsElements.Fill(Path, name, _file, MemoryMarshal.AsBytes(destination), entry.Offset);
        }
        else
        {
            SafetensorsElements.FillConverted(Path, entry, _file, destination);
        }
    }

    /// <summary>Reads some of the elements of a tensor as they lie in the file.</summary>
    /// <param name="entry">A tensor of this file.</param>
    /// <param name="first">First element.</param>
    /// <param name="destination">As long as a whole number of elements that the tensor has from there.</param>
    /// <exception cref="CheckpointException">The file was cut since.</exception>
    internal void ReadRaw(SafetensorsEntry entry, long first, Span<byte> destination) =>
        SafetensorsElements.Fill(Path, entry.Name, _file, destination, entry.Offset + (first * SafetensorsDtypes.SizeOf(entry.Dtype)));

    /// <summary>Reads a tensor of I64 elements, row-major.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="CheckpointException">No such tensor, another element type, more elements than an array holds, or the file was cut since.</exception>
    public long[] ReadInt64s(string name)
    {
        SafetensorsEntry entry = Find(name);
        if (entry.Dtype != SafetensorsDtype.I64)
        {
            throw new CheckpointException(Path, name, $"its elements are {entry.Dtype}, not {SafetensorsDtype.I64}.");
        }

        long[] values = new long[ArrayLength(entry)];
        SafetensorsElements.Fill(Path, name, _file, MemoryMarshal.AsBytes(values.AsSpan()), entry.Offset);
        return values;
    }

    /// <summary>Closes the file. Values that were read stay valid.</summary>
    public void Dispose() => _file.Dispose();

    // Spans of bytes have int lengths, so 2 GiB is the bound: 268 million I64, 536 million others.
    private int ArrayLength(SafetensorsEntry entry) =>
        entry.Count <= int.MaxValue / (entry.Dtype == SafetensorsDtype.I64 ? 8 : 4)
            ? (int)entry.Count
            : throw new CheckpointException(Path, entry.Name, $"{entry.Count} elements are more than one array can take.");
}
