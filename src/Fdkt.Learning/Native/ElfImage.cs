using System.Buffers.Binary;
using System.Text;

namespace Fdkt.Learning.Native;

/// <summary>The parts of a 64-bit little-endian ELF file that the dynamic linker reads: load segments, dynamic section, dynamic strings.</summary>
/// <remarks>
/// Read through the program headers, as the dynamic linker does; section headers may be stripped. Every offset is checked against the
/// file's length, so a cut or foreign file gives <see cref="InvalidDataException"/> and nothing else.
/// </remarks>
internal sealed class ElfImage
{
    private const int ProgramHeaderSize = 56;
    private const uint LoadSegment = 1;
    private const uint DynamicSegment = 2;
    private const ulong DynamicEnd = 0;
    private const ulong DynamicStringTable = 5;
    private const ulong DynamicStringTableSize = 10;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly List<(ulong Address, ulong Offset, ulong Length)> _segments = [];
    private readonly Dictionary<ulong, ulong> _dynamic = [];
    private readonly int _strings;
    private readonly int _stringsLength;

    /// <summary>Reads the headers of <paramref name="bytes"/>, which is kept, not copied.</summary>
    /// <exception cref="InvalidDataException">Not a 64-bit little-endian ELF file with a dynamic section, or cut short.</exception>
    public ElfImage(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        if (bytes.Length < 64 || !bytes.Span[..6].SequenceEqual("\u007fELF\u0002\u0001"u8))
        {
            throw new InvalidDataException("Not a 64-bit little-endian ELF file.");
        }

        ReadSegments();
        if (_dynamic.TryGetValue(DynamicStringTable, out ulong address) && _dynamic.TryGetValue(DynamicStringTableSize, out ulong length))
        {
            _strings = OffsetOf(address);
            _stringsLength = (int)Math.Min(length, (ulong)(bytes.Length - _strings));
        }
    }

    /// <summary>Value of the dynamic entry with this tag, or null where the file has none.</summary>
    public ulong? Dynamic(ulong tag) => _dynamic.TryGetValue(tag, out ulong value) ? value : null;

    /// <summary>Offset in the file of a virtual address.</summary>
    /// <exception cref="InvalidDataException">No load segment holds the address.</exception>
    public int OffsetOf(ulong address)
    {
        foreach ((ulong start, ulong offset, ulong length) in _segments)
        {
            if (address >= start && address - start < length && offset + (address - start) < (ulong)_bytes.Length)
            {
                return (int)(offset + (address - start));
            }
        }

        throw new InvalidDataException($"ELF address 0x{address:x} lies in no load segment.");
    }

    /// <summary>The 16-bit word at a file offset.</summary>
    /// <exception cref="InvalidDataException">The word is not wholly inside the file.</exception>
    public ushort UInt16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(offset, 2));

    /// <summary>The 32-bit word at a file offset.</summary>
    /// <exception cref="InvalidDataException">The word is not wholly inside the file.</exception>
    public uint UInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(offset, 4));

    /// <summary>The zero-terminated name at an offset of the dynamic string table.</summary>
    /// <exception cref="InvalidDataException">The name starts outside the table or does not end in it.</exception>
    public string Name(uint offset)
    {
        if (offset >= (uint)_stringsLength)
        {
            throw new InvalidDataException($"ELF name offset {offset} is outside the string table of {_stringsLength} bytes.");
        }

        ReadOnlySpan<byte> rest = _bytes.Span.Slice(_strings + (int)offset, _stringsLength - (int)offset);
        int end = rest.IndexOf((byte)0);
        return end >= 0 ? Encoding.ASCII.GetString(rest[..end]) : throw new InvalidDataException("ELF name does not end.");
    }

    private void ReadSegments()
    {
        ulong table = UInt64(32);
        int count = UInt16(56);
        if (table > (ulong)_bytes.Length || UInt16(54) != ProgramHeaderSize)
        {
            throw new InvalidDataException("ELF program headers are missing or of an unknown size.");
        }

        for (int i = 0; i < count; i++)
        {
            int header = (int)table + (i * ProgramHeaderSize);
            uint type = UInt32(header);
            if (type == LoadSegment)
            {
                _segments.Add((UInt64(header + 16), UInt64(header + 8), UInt64(header + 32)));
            }
            else if (type == DynamicSegment)
            {
                ReadDynamic(UInt64(header + 8), UInt64(header + 32));
            }
        }

        if (_dynamic.Count == 0)
        {
            throw new InvalidDataException("ELF file has no dynamic section.");
        }
    }

    private void ReadDynamic(ulong offset, ulong length)
    {
        if (offset > (ulong)_bytes.Length || length > (ulong)_bytes.Length - offset)
        {
            throw new InvalidDataException("ELF dynamic section lies outside the file.");
        }

        for (int at = (int)offset; at + 16 <= (int)(offset + length); at += 16)
        {
            ulong tag = UInt64(at);
            if (tag == DynamicEnd)
            {
                return;
            }

            _dynamic.TryAdd(tag, UInt64(at + 8));
        }
    }

    private ulong UInt64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(Slice(offset, 8));

    private ReadOnlySpan<byte> Slice(int offset, int length) =>
        offset >= 0 && offset <= _bytes.Length - length
            ? _bytes.Span.Slice(offset, length)
            : throw new InvalidDataException($"ELF file of {_bytes.Length} bytes ends before offset {(long)offset + length}.");
}
