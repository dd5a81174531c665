using System.Numerics;
using System.Runtime.InteropServices;
using Fdkt.Learning.Files;
using Microsoft.Win32.SafeHandles;

namespace Fdkt.Learning.Encoders;

/// <summary>One file of cached states. Written once, whole, and never changed.</summary>
/// <remarks>Layout, little-endian: 8 bytes of magic, number of states and their length (int32 each), the keys, CRC-32C of all that; then per state its float32 values and their CRC-32C.</remarks>
internal sealed class StateSegment : IDisposable
{
    private const int HeaderSize = 16;
    private const int LongestState = 1 << 16;
    private const int MostStates = 1 << 24;

    private static readonly byte[] Magic = "FDKTSTA1"u8.ToArray();

    private readonly SafeFileHandle _file;
    private readonly int _dimension;

    private StateSegment(string path, SafeFileHandle file, StateKey[] keys, int dimension) => (Path, _file, Keys, _dimension) = (path, file, keys, dimension);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Keys of the states, by row.</summary>
    public StateKey[] Keys { get; }

    /// <summary>Bytes of a file.</summary>
    public static long SizeOf(int states, int dimension) => Offset(states) + (states * RecordSize(dimension));

    /// <summary>Writes a file so that its name only ever shows the whole of it.</summary>
    public static void Write(string path, StateKey[] keys, float[][] states)
    {
        int dimension = states[0].Length;
        var head = new byte[Offset(keys.Length) - sizeof(uint)];
        Magic.CopyTo(head, 0);
        BitConverter.TryWriteBytes(head.AsSpan(8), keys.Length);
        BitConverter.TryWriteBytes(head.AsSpan(12), dimension);
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i].CopyTo(head.AsSpan(HeaderSize + (i * StateKey.Size)));
        }

        AtomicFile.Write(path, stream =>
        {
            stream.Write(head);
            stream.Write(BitConverter.GetBytes(Checksum(head)));
            foreach (float[] state in states)
            {
                ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes<float>(state);
                stream.Write(bytes);
                stream.Write(BitConverter.GetBytes(Checksum(bytes)));
            }
        });
    }

    /// <summary>Opens a file; null where it is not one, or is cut short.</summary>
    /// <exception cref="IOException">It is gone, or cannot be read.</exception>
    public static StateSegment? Open(string path)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var start = new byte[HeaderSize];
            long length = RandomAccess.GetLength(file);
            if (ReadAll(file, start, 0) && start.AsSpan().StartsWith(Magic))
            {
                int count = BitConverter.ToInt32(start, 8), dimension = BitConverter.ToInt32(start, 12);
                if (count is > 0 and <= MostStates && dimension is > 0 and <= LongestState && SizeOf(count, dimension) == length)
                {
                    var head = new byte[Offset(count)];
                    if (ReadAll(file, head, 0) && Checksum(head.AsSpan(..^sizeof(uint))) == BitConverter.ToUInt32(head, head.Length - sizeof(uint)))
                    {
                        StateKey[] keys = [.. Enumerable.Range(0, count).Select(i => StateKey.Of(head.AsSpan(HeaderSize + (i * StateKey.Size), StateKey.Size)))];
                        var segment = new StateSegment(path, file, keys, dimension);
                        file = null;
                        return segment;
                    }
                }
            }

            return null;
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>The state of a row; null where its bytes are not those that were written.</summary>
    public float[]? Read(int row)
    {
        var record = new byte[RecordSize(_dimension)];
        try
        {
            return ReadAll(_file, record, Offset(Keys.Length) + (row * RecordSize(_dimension)))
                && Checksum(record.AsSpan(..^sizeof(uint))) == BitConverter.ToUInt32(record, record.Length - sizeof(uint))
                ? MemoryMarshal.Cast<byte, float>(record.AsSpan(..^sizeof(uint))).ToArray()
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();

    private static long Offset(int states) => HeaderSize + ((long)states * StateKey.Size) + sizeof(uint);

    private static long RecordSize(int dimension) => ((long)dimension * sizeof(float)) + sizeof(uint);

    private static bool ReadAll(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        while (buffer.Length > 0)
        {
            int read = RandomAccess.Read(file, buffer, offset);
            if (read == 0)
            {
                return false;
            }

            buffer = buffer[read..];
            offset += read;
        }

        return true;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            sum = BitOperations.Crc32C(sum, word);
        }

        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..])
        {
            sum = BitOperations.Crc32C(sum, rest);
        }

        return ~sum;
    }
}
