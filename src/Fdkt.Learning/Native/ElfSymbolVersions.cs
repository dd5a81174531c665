using System.Buffers.Binary;

namespace Fdkt.Learning.Native;

/// <summary>Reads the symbol versions that a shared library needs and defines, and marks a needed one as weak.</summary>
/// <remarks>Layout: Linux Standard Base 5.0, Core, chapter "Symbol Versioning" (Elfxx_Verneed, Elfxx_Vernaux, Elfxx_Verdef).</remarks>
internal static class ElfSymbolVersions
{
    /// <summary>Bit of the flag word that makes a needed version optional (<c>VER_FLG_WEAK</c>).</summary>
    public const ushort WeakFlag = 2;

    private const ulong VersionDefinitions = 0x6ffffffc;
    private const ulong VersionDefinitionCount = 0x6ffffffd;
    private const ulong VersionNeeds = 0x6ffffffe;
    private const ulong VersionNeedCount = 0x6fffffff;

    /// <summary>The versions that the library needs, in the order of the file. Empty where it has no such table.</summary>
    /// <exception cref="InvalidDataException">Not an ELF file this reads, or a table that leaves the file.</exception>
    public static IReadOnlyList<ElfVersionNeed> Needed(ReadOnlyMemory<byte> library)
    {
        var image = new ElfImage(library);
        var needs = new List<ElfVersionNeed>();
        if (image.Dynamic(VersionNeeds) is not { } address)
        {
            return needs;
        }

        // Elf64_Verneed: version, count (16 bit); file name, first entry, next record (32 bit). Links are relative and only go forward.
        int record = image.OffsetOf(address);
        for (ulong left = image.Dynamic(VersionNeedCount) ?? 0; left > 0; left--)
        {
            string name = image.Name(image.UInt32(record + 4));
            int entry = Forward(record, image.UInt32(record + 8));
            for (int i = image.UInt16(record + 2); i > 0; i--)
            {
                // Elf64_Vernaux: hash (32 bit), flags, index (16 bit), version name, next entry (32 bit).
                needs.Add(new ElfVersionNeed(name, image.Name(image.UInt32(entry + 8)), image.UInt16(entry + 4), entry + 4));
                entry = Forward(entry, image.UInt32(entry + 12));
            }

            record = Forward(record, image.UInt32(record + 12));
        }

        return needs;
    }

    /// <summary>The versions that the library defines. Empty where it has no such table.</summary>
    /// <exception cref="InvalidDataException">Not an ELF file this reads, or a table that leaves the file.</exception>
    public static IReadOnlySet<string> Defined(ReadOnlyMemory<byte> library)
    {
        var image = new ElfImage(library);
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (image.Dynamic(VersionDefinitions) is not { } address)
        {
            return names;
        }

        // Elf64_Verdef: version, flags, index, count (16 bit); hash, first name, next record (32 bit). The first name is the version's own.
        int record = image.OffsetOf(address);
        for (ulong left = image.Dynamic(VersionDefinitionCount) ?? 0; left > 0; left--)
        {
            names.Add(image.Name(image.UInt32(Forward(record, image.UInt32(record + 12)))));
            record = Forward(record, image.UInt32(record + 16));
        }

        return names;
    }

    /// <summary>A copy of the library in which one needed version is marked weak; the input is left as it is.</summary>
    /// <exception cref="InvalidDataException">Not an ELF file this reads, or it does not need that version.</exception>
    public static byte[] WithWeakNeed(ReadOnlyMemory<byte> library, string neededFrom, string version)
    {
        byte[] copy = library.ToArray();
        bool found = false;
        foreach (ElfVersionNeed need in Needed(library))
        {
            if (need.Library == neededFrom && need.Version == version)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(need.FlagsOffset), (ushort)(need.Flags | WeakFlag));
                found = true;
            }
        }

        return found ? copy : throw new InvalidDataException($"The library does not need version {version} of {neededFrom}.");
    }

    // A link of 2 GiB or more cannot stay inside a file held in one array; the image's own check refuses the negative offset.
    private static int Forward(int offset, uint link) => unchecked((int)(offset + link));
}
