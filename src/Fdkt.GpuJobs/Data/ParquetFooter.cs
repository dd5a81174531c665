using System.Buffers.Binary;

namespace Fdkt.GpuJobs.Data;

/// <summary>Looks through the footer of a Parquet file before a library reads it: on damaged ones the library can go on forever.</summary>
/// <remarks>The footer is one structure in Thrift's compact protocol. Only its shape is checked: known types, sizes that fit into what is left, a bounded depth.</remarks>
internal ref struct ParquetFooter
{
    private const int MagicBytes = 4;
    private const int TailBytes = 8;
    private const int LongestFooter = 256 * 1024 * 1024;
    private const int MaximumDepth = 32;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    private ParquetFooter(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Checks a file and leaves the stream at its beginning.</summary>
    /// <param name="stream">The file; it can seek.</param>
    /// <exception cref="InvalidDataException">It has no footer of the right shape.</exception>
    public static void Check(Stream stream)
    {
        Require(stream.Length >= MagicBytes + TailBytes);
        Span<byte> tail = stackalloc byte[TailBytes];
        stream.Position = stream.Length - TailBytes;
        stream.ReadExactly(tail);
        int length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        Require(tail[4..].SequenceEqual("PAR1"u8) && length is > 0 and <= LongestFooter && length <= stream.Length - MagicBytes - TailBytes);
        byte[] footer = new byte[length];
        stream.Position = stream.Length - TailBytes - length;
        stream.ReadExactly(footer);
        new ParquetFooter(footer).Structure(0);
        stream.Position = 0;
    }

    private void Structure(int depth)
    {
        Require(depth <= MaximumDepth);
        while (Next() is var header and not 0)
        {
            if (header >> 4 == 0)
            {
                Number();
            }

            // The two booleans are in the type of a field.
            if ((header & 0xF) is not (1 or 2))
            {
                Value(header & 0xF, depth);
            }
        }
    }

    private void Value(int type, int depth)
    {
        switch (type)
        {
            case 1 or 2 or 3:
                Skip(1);
                break;
            case 4 or 5 or 6:
                Number();
                break;
            case 7:
                Skip(8);
                break;
            case 8:
                Skip(Number());
                break;
            case 9 or 10:
                int list = Next();
                Values(list >> 4 == 15 ? Number() : (ulong)(list >> 4), list & 0xF, null, depth);
                break;
            case 11:
                ulong pairs = Number();
                if (pairs > 0)
                {
                    int types = Next();
                    Values(pairs, types >> 4, types & 0xF, depth);
                }

                break;
            case 12:
                Structure(depth + 1);
                break;
            default:
                Require(false);
                break;
        }
    }

    private void Values(ulong count, int type, int? second, int depth)
    {
        // Every value takes a byte at the least.
        Require(count <= (ulong)(_bytes.Length - _at));
        for (ulong i = 0; i < count; i++)
        {
            Value(type, depth + 1);
            if (second is { } other)
            {
                Value(other, depth + 1);
            }
        }
    }

    private ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Next();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    private byte Next()
    {
        Require(_at < _bytes.Length);
        return _bytes[_at++];
    }

    private void Skip(ulong count)
    {
        Require(count <= (ulong)(_bytes.Length - _at));
        _at += (int)count;
    }

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw Damaged();
        }
    }

    private static InvalidDataException Damaged() => new("The footer of the Parquet file is damaged.");
}
