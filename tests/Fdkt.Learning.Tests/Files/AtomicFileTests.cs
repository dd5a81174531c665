using Fdkt.Learning.Files;

namespace Fdkt.Learning.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-test-").FullName;

    private string FilePath => Path.Combine(_folder, "a.txt");

    [Fact]
    public async Task WriteTextAsync_ExistingFile_IsReplaced()
    {
        await File.WriteAllTextAsync(FilePath, "old and longer", TestContext.Current.CancellationToken);

        await AtomicFile.WriteTextAsync(FilePath, "new", TestContext.Current.CancellationToken);

        Assert.Equal("new"u8.ToArray(), await File.ReadAllBytesAsync(FilePath, TestContext.Current.CancellationToken));
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Write_File_IsTheOwnersAloneEvenOverOneThatWasNot()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Rights are given otherwise there.
        }

        File.WriteAllText(FilePath, "old");
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        AtomicFile.Write(FilePath, stream => stream.WriteByte(1));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
    }

    [Fact]
    public void Write_FailsHalfWay_OldFileStaysAndNoTemporaryOne()
    {
        File.WriteAllText(FilePath, "old");

        Assert.Throws<IOException>(() => AtomicFile.Write(FilePath, stream =>
        {
            stream.WriteByte(1);
            throw new IOException("No space left on device", 28);
        }));

        Assert.Equal("old", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task WriteTextAsync_Cancelled_LeavesNothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AtomicFile.WriteTextAsync(FilePath, "new", new CancellationToken(canceled: true)));

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Write_FolderMissing_SaysSo() =>
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(Path.Combine(_folder, "missing", "a.txt"), stream => stream.WriteByte(1)));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
