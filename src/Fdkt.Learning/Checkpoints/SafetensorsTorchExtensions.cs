using Fdkt.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Checkpoints;

/// <summary>Safetensors files and TorchSharp tensors.</summary>
public static class SafetensorsTorchExtensions
{
    /// <summary>Reads one tensor onto the CPU: float32 for F32, BF16 and F16, int64 for I64.</summary>
    /// <param name="reader">The open file.</param>
    /// <param name="name">Name of the tensor.</param>
    /// <returns>A new tensor without gradient; the caller disposes it.</returns>
    /// <exception cref="CheckpointException">As for <see cref="SafetensorsReader.ReadSingles(string)"/>.</exception>
    public static Tensor ReadTensor(this SafetensorsReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        TorchRuntime.EnsureLoaded();
        SafetensorsEntry entry = reader.Find(name);
        long[] shape = [.. entry.Shape];
        return entry.Dtype == SafetensorsDtype.I64
            ? tensor(reader.ReadInt64s(name), shape, ScalarType.Int64)
            : tensor(reader.ReadSingles(name), shape, ScalarType.Float32);
    }

    /// <summary>Reads all tensors of a file by name, as <see cref="ReadTensor"/>.</summary>
    /// <param name="reader">The open file.</param>
    /// <returns>New tensors; the caller disposes them.</returns>
    /// <exception cref="CheckpointException">As for <see cref="SafetensorsReader.ReadSingles(string)"/>.</exception>
    public static IReadOnlyDictionary<string, Tensor> ReadTensors(this SafetensorsReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.Tensors.ToDictionary(entry => entry.Name, entry => reader.ReadTensor(entry.Name), StringComparer.Ordinal);
    }

    /// <summary>Copies a tensor for writing, from any device: int64 as I64; float64, float32, float16 and bfloat16 through float32.</summary>
    /// <param name="source">The tensor; not disposed.</param>
    /// <param name="name">Name in the file.</param>
    /// <param name="dtype">Element type in the file for floating-point tensors.</param>
    /// <exception cref="ArgumentException">The tensor is of another type.</exception>
    public static SafetensorsTensor ToSafetensors(this Tensor source, string name, SafetensorsDtype dtype = SafetensorsDtype.F32)
    {
        ArgumentNullException.ThrowIfNull(source);
        using DisposeScope scope = NewDisposeScope();
        Tensor flat = source.detach().cpu().reshape(-1);
        return source.dtype switch
        {
            ScalarType.Int64 => SafetensorsTensor.FromInt64s(name, source.shape, flat.contiguous().data<long>().ToArray()),
            ScalarType.Float64 or ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16 =>
                SafetensorsTensor.FromSingles(name, source.shape, flat.to(ScalarType.Float32).contiguous().data<float>().ToArray(), dtype),
            _ => throw new ArgumentException($"Tensor '{name}' has elements of type {source.dtype}; floating-point and Int64 can be written.", nameof(source)),
        };
    }
}
