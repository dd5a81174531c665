using Fdkt.Learning.Models;
using static TorchSharp.torch;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>Moves tensors from a file into a model in pieces of fixed size, straight into its memory where type, layout and device allow.</summary>
internal sealed class TensorStream : IDisposable
{
    /// <summary>Elements of a piece: 4 MB in float32.</summary>
    private const long PieceLength = 1 << 20;

    private readonly Dictionary<SafetensorsDtype, Tensor> _buffers = [];

    /// <summary>Fills the parameters a tensor belongs to.</summary>
    /// <exception cref="CheckpointException">The file was cut, or a value is not finite or does not fit the model's type.</exception>
    public void Fill(IParameterVector model, CheckpointTensor tensor, SafetensorsReader reader, SafetensorsEntry entry)
    {
        ParameterSlot slot = tensor.Target;
        using Tensor target = tensor.Transposed ? model.Named(slot).alias() : model.Flat.narrow(0, slot.Offset, slot.Count);
        bool direct = !tensor.Transposed && target.dtype == DtypeOf(entry.Dtype) && target.device_type == TorchSharp.DeviceType.CPU;
        foreach ((long first, long count) in Pieces(entry))
        {
            using var scope = NewDisposeScope();
            if (direct)
            {
                ReadChecked(reader, entry, first, target.narrow(0, first, count));
                continue;
            }

            Tensor read = Read(reader, entry, first, count);
            // Rows of the file are columns of a parameter that is transposed.
            long width = tensor.Transposed ? entry.Shape[1] : 1;
            Tensor part = tensor.Transposed ? target.narrow(1, first / width, count / width) : target.narrow(0, first, count);
            part.copy_(tensor.Transposed ? read.view(-1, width).t() : read);
            bool narrows = part.dtype != read.dtype && part.dtype != ScalarType.Float32;
            if (narrows && !part.isfinite().all().item<bool>())
            {
                throw new CheckpointException(reader.Path, entry.Name, $"it has a value beyond the range of {part.dtype}.");
            }
        }
    }

    /// <summary>Reads a tensor and keeps nothing.</summary>
    /// <exception cref="CheckpointException">The file was cut, or a value is not finite.</exception>
    public void Verify(SafetensorsReader reader, SafetensorsEntry entry)
    {
        foreach ((long first, long count) in Pieces(entry))
        {
            using var scope = NewDisposeScope();
            Read(reader, entry, first, count);
        }
    }

    /// <summary>The type of a tensor in memory.</summary>
    public static ScalarType DtypeOf(SafetensorsDtype dtype) => dtype switch
    {
        SafetensorsDtype.F32 => ScalarType.Float32,
        SafetensorsDtype.BF16 => ScalarType.BFloat16,
        SafetensorsDtype.F16 => ScalarType.Float16,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "No type of weights."),
    };

    /// <summary>Whole rows of a matrix, at least one; pieces of a vector.</summary>
    public static IEnumerable<(long First, long Count)> Pieces(long count, long width)
    {
        long step = Math.Max(1, PieceLength / width) * width;
        for (long first = 0; first < count; first += step)
        {
            yield return (first, Math.Min(step, count - first));
        }
    }

    public void Dispose()
    {
        foreach (Tensor buffer in _buffers.Values)
        {
            buffer.Dispose();
        }
    }

    private static IEnumerable<(long First, long Count)> Pieces(SafetensorsEntry entry) => Pieces(entry.Count, entry.Shape.Count == 2 ? entry.Shape[1] : 1);

    private Tensor Read(SafetensorsReader reader, SafetensorsEntry entry, long first, long count)
    {
        if (!_buffers.TryGetValue(entry.Dtype, out Tensor? buffer) || buffer.shape[0] < count)
        {
            buffer?.Dispose();
            buffer = empty(Math.Max(count, Math.Min(PieceLength, entry.Count)), dtype: DtypeOf(entry.Dtype)).DetachFromDisposeScope();
            _buffers[entry.Dtype] = buffer;
        }

        Tensor part = buffer.narrow(0, 0, count);
        ReadChecked(reader, entry, first, part);
        return part;
    }

    /// <summary>A model with a value that is not finite gives only such values, and no error that says why.</summary>
    private static void ReadChecked(SafetensorsReader reader, SafetensorsEntry entry, long first, Tensor part)
    {
        Span<byte> bytes = part.bytes;
        reader.ReadRaw(entry, first, bytes);
        if (!FiniteScan.AllFinite(bytes, entry.Dtype))
        {
            throw new CheckpointException(reader.Path, entry.Name, "it has a value that is not finite (NaN or infinity).");
        }
    }
}
