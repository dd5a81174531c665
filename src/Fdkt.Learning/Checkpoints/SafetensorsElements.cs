using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Fdkt.Learning.Checkpoints;

/// <summary>Moves elements between file and memory in blocks of fixed size, converting on the way.</summary>
internal static class SafetensorsElements
{
    // Elements per block of a conversion: small enough for the cache, large enough for the disk.
    private const int BlockLength = 1 << 16;

    /// <summary>Reads exactly the bytes at an offset.</summary>
    /// <exception cref="CheckpointException">The file ends before.</exception>
    public static void Fill(string path, string? tensor, SafeFileHandle file, Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(file, destination, offset);
            if (read == 0)
            {
                throw new CheckpointException(path, tensor, $"the file ends at byte {offset}, {destination.Length} bytes too early.");
            }

            destination = destination[read..];
            offset += read;
        }
    }

    /// <summary>Reads 16-bit elements and converts them.</summary>
    public static void FillConverted(string path, SafetensorsEntry entry, SafeFileHandle file, Span<float> destination)
    {
        ushort[] block = new ushort[Math.Min(BlockLength, destination.Length)];
        for (int done = 0; done < destination.Length;)
        {
            Span<ushort> part = block.AsSpan(0, Math.Min(block.Length, destination.Length - done));
            Fill(path, entry.Name, file, MemoryMarshal.AsBytes(part), entry.Offset + (2L * done));
            for (int i = 0; i < part.Length; i++)
            {
                destination[done + i] = entry.Dtype == SafetensorsDtype.BF16
                    ? SafetensorsDtypes.FromBFloat16(part[i])
                    : (float)BitConverter.UInt16BitsToHalf(part[i]);
            }

            done += part.Length;
        }
    }

    /// <summary>Writes floats as elements of 32 or 16 bits.</summary>
    public static void Write(Stream stream, SafetensorsDtype dtype, ReadOnlySpan<float> source)
    {
        if (dtype == SafetensorsDtype.F32)
        {
            for (int done = 0; done < source.Length; done += BlockLength)
            {
                stream.Write(MemoryMarshal.AsBytes(source.Slice(done, Math.Min(BlockLength, source.Length - done))));
            }

            return;
        }

        ushort[] block = new ushort[Math.Min(BlockLength, source.Length)];
        for (int done = 0; done < source.Length;)
        {
            Span<ushort> part = block.AsSpan(0, Math.Min(block.Length, source.Length - done));
            for (int i = 0; i < part.Length; i++)
            {
                float value = source[done + i];
                part[i] = dtype == SafetensorsDtype.BF16 ? SafetensorsDtypes.ToBFloat16(value) : BitConverter.HalfToUInt16Bits((Half)value);
            }

            stream.Write(MemoryMarshal.AsBytes(part));
            done += part.Length;
        }
    }
}
