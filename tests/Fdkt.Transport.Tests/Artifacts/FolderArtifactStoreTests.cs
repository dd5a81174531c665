using Fdkt.Contracts.Artifacts;
using Fdkt.Transport.Artifacts.Folder;

namespace Fdkt.Transport.Tests.Artifacts;

public sealed class FolderArtifactStoreTests : ArtifactStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task WriteAsync_Done_LeavesNothingBeside()
    {
        SealedArtifact artifact = Sample.Artifact(Sample.NewPath());

        await Open().WriteAsync(artifact, Token);

        Assert.Equal(
            ["data.jsonl.gz", "manifest.json"],
            Directory.GetFiles(PathOf(artifact.Path.Container, artifact.Path.Name)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    internal override IArtifactStore Open() => new FolderArtifactStore(_folder.Path);

    internal override async Task PutAsync(string container, string name, byte[] bytes)
    {
        string path = PathOf(container, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, bytes, Token);
    }

    internal override async Task<byte[]?> GetAsync(string container, string name) =>
        File.Exists(PathOf(container, name)) ? await File.ReadAllBytesAsync(PathOf(container, name), Token) : null;

    private string PathOf(string container, string name) => Path.Combine(_folder.Path, container, name);
}
