using Fdkt.Cli.Files;

namespace Fdkt.Cli.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task WriteTextAsync_ExistingFile_IsReplaced()
    {
        string path = _folder.Write("a.txt", "old and longer");

        await AtomicFile.WriteTextAsync(path, "new", TestContext.Current.CancellationToken);

        Assert.Equal("new", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task WriteAsync_WriterFailsHalfway_LeavesTheOldFileAndNothingElse()
    {
        string path = _folder.Write("a.txt", "old");

        await Assert.ThrowsAsync<IOException>(() => AtomicFile.WriteAsync(
            path,
            stream =>
            {
                stream.Write("half"u8);
                throw new IOException("No space left on device", 28);
            },
            TestContext.Current.CancellationToken));

        Assert.Equal("old", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task WriteAsync_Cancelled_LeavesNothing()
    {
        using var source = new CancellationTokenSource();
        string path = Path.Combine(_folder.Path, "a.txt");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AtomicFile.WriteAsync(path, _ => source.CancelAsync(), source.Token));

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();
}
