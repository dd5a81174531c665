using Fdkt.Learning.Native;

namespace Fdkt.Learning.Tests.Native;

public sealed class NativeCopyCacheTests : IDisposable
{
    private static readonly byte[] Original = [1, 2, 3];
    private static readonly byte[] Changed = [1, 9, 3];

    private readonly string _root = Directory.CreateTempSubdirectory("fdkt-cache-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void GetOrAdd_Twice_SamePathAndContentAndNothingElse()
    {
        var cache = new NativeCopyCache(_root);

        string first = cache.GetOrAdd(Original, Changed, "lib.so");
        string second = cache.GetOrAdd(Original, Changed, "lib.so");

        Assert.Equal(first, second);
        Assert.Equal(Changed, File.ReadAllBytes(first));
        Assert.Single(Directory.GetFiles(_root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void GetOrAdd_AnotherOriginal_AnotherPath()
    {
        var cache = new NativeCopyCache(_root);

        Assert.NotEqual(cache.GetOrAdd(Original, Changed, "lib.so"), cache.GetOrAdd([7], Changed, "lib.so"));
    }

    [Theory]
    [InlineData(new byte[] { 1, 9 })]
    [InlineData(new byte[] { 1, 9, 4 })]
    [InlineData(new byte[0])]
    public void GetOrAdd_DamagedEntry_IsMadeAnew(byte[] damaged)
    {
        var cache = new NativeCopyCache(_root);
        string path = cache.GetOrAdd(Original, Changed, "lib.so");
        File.WriteAllBytes(path, damaged);

        cache.GetOrAdd(Original, Changed, "lib.so");

        Assert.Equal(Changed, File.ReadAllBytes(path));
    }

    [Fact]
    public void GetOrAdd_ManyThreadsAtOnce_OneWholeEntry()
    {
        byte[] large = new byte[1 << 20];
        Array.Fill(large, (byte)7);

        Parallel.For(0, 16, _ => Assert.Equal(large, File.ReadAllBytes(new NativeCopyCache(_root).GetOrAdd(Original, large, "lib.so"))));

        Assert.Single(Directory.GetFiles(_root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void GetOrAdd_RootIsAFile_ThrowsIOException()
    {
        string file = Path.Combine(_root, "file");
        File.WriteAllText(file, "");

        Assert.ThrowsAny<IOException>(() => new NativeCopyCache(Path.Combine(file, "below")).GetOrAdd(Original, Changed, "lib.so"));
    }

    [Fact]
    public void Find_FolderWithoutLibraries_NamesTheFirstMissing()
    {
        TorchRuntimeException error = Assert.Throws<TorchRuntimeException>(() => TorchNatives.Find([_root]));

        Assert.Equal("libc10.so", error.Library);
        Assert.DoesNotContain('\n', error.Message);
    }
}
