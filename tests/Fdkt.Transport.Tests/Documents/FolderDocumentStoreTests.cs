using Fdkt.Contracts.Documents;
using Fdkt.Transport.Documents.Folder;

namespace Fdkt.Transport.Tests.Documents;

public sealed class FolderDocumentStoreTests : DocumentStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task ListAsync_LocksAndHalfWrittenFiles_AreNoDocuments()
    {
        await PutAsync("clients/.0123.tmp", [1]);
        await PutAsync(".lock", []);

        await foreach (string name in Open().ListAsync(string.Empty, Token))
        {
            Assert.Fail(name);
        }
    }

    public void Dispose() => _folder.Dispose();

    internal override IDocumentStore Open() => new FolderDocumentStore(_folder.Path);

    internal override async Task PutAsync(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder.Path, StorageNames.Control, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, bytes, Token);
    }
}
