using Fdkt.Learning.Native;

namespace Fdkt.Learning.Tests.Native;

public sealed class ElfSymbolVersionsTests
{
    private const string Marker = "GLIBCXX_3.4.32";

    [Fact]
    public void Needed_TorchSharpLibrary_ListsTheMarkerOnce()
    {
        ElfVersionNeed need = Assert.Single(ElfSymbolVersions.Needed(Library()), need => need.Version == Marker);

        Assert.Equal(("libstdc++.so.6", (ushort)0), (need.Library, need.Flags));
    }

    [Fact]
    public void WithWeakNeed_TorchSharpLibrary_ChangesOneByteOnly()
    {
        byte[] library = Library();

        byte[] marked = ElfSymbolVersions.WithWeakNeed(library, "libstdc++.so.6", Marker);

        ElfVersionNeed need = ElfSymbolVersions.Needed(marked).Single(need => need.Version == Marker);
        Assert.Equal(ElfSymbolVersions.WeakFlag, need.Flags);
        Assert.Equal([need.FlagsOffset], Enumerable.Range(0, library.Length).Where(i => library[i] != marked[i]));
        Assert.Equal(Library(), library);
    }

    [Fact]
    public void MissingVersions_RuntimeWithoutAnyOfThem_NamesThemAndNotTheWeakOnes()
    {
        byte[] library = Library();
        byte[] marked = ElfSymbolVersions.WithWeakNeed(library, "libstdc++.so.6", Marker);

        // The library defines no versions: as a C++ runtime it lacks every one.
        Assert.Contains(Marker, TorchRuntime.MissingVersions(library, library));
        Assert.DoesNotContain(Marker, TorchRuntime.MissingVersions(marked, library));
        Assert.Contains("GLIBCXX_3.4.30", TorchRuntime.MissingVersions(marked, library));
    }

    [Fact]
    public void Defined_SystemRuntime_HasTheOldestVersion()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ELF libraries are found on Linux.");
        string path = LoadedLibraries.PathOf("libstdc++.so.6")!;

        Assert.Contains("GLIBCXX_3.4", ElfSymbolVersions.Defined(File.ReadAllBytes(path)));
    }

    [Fact]
    public void WithWeakNeed_VersionThatIsNotNeeded_Throws() =>
        Assert.Throws<InvalidDataException>(() => ElfSymbolVersions.WithWeakNeed(Library(), "libstdc++.so.6", "GLIBCXX_9.9"));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(400)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void Needed_CutShort_ThrowsInvalidData(int length) =>
        Assert.Throws<InvalidDataException>(() => ElfSymbolVersions.Needed(Library().AsMemory(0, length)));

    [Fact]
    public void Needed_BytesChangedAtRandom_NeverFailsOtherwise()
    {
        byte[] library = Library();
        int[] tables = [0x0, 0x40, 0x3f8f0, (int)0x1d4b18 - 0x1000];
        var random = new Random(3);
        for (int trial = 0; trial < 2_000; trial++)
        {
            byte[] damaged = (byte[])library.Clone();
            for (int change = 0; change < 4; change++)
            {
                int at = tables[random.Next(tables.Length)] + random.Next(600);
                damaged[at] = (byte)random.Next(256);
            }

            try
            {
                _ = ElfSymbolVersions.Needed(damaged);
            }
            catch (InvalidDataException)
            {
                // The one allowed outcome besides success.
            }
        }
    }

    private static byte[] Library()
    {
        string? path = TorchNatives.SearchFolders().Select(folder => Path.Combine(folder, TorchNatives.TorchSharpFile)).FirstOrDefault(File.Exists);
        Assert.SkipUnless(path is not null, "The Linux library is not part of this platform's output.");
        return File.ReadAllBytes(path);
    }
}
