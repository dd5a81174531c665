using Fdkt.Contracts.Artifacts;
using Fdkt.Transport.Artifacts.Azure;
using Fdkt.Transport.Azure;
using Fdkt.Transport.Tests.Azure;

namespace Fdkt.Transport.Tests.Artifacts;

[Collection(AzuriteTests.Name)]
public sealed class BlobArtifactStoreTests(AzuriteFixture fixture) : ArtifactStoreContract
{
    [Fact]
    public async Task WriteAsync_NewArtifact_TakesTwoRequestsAndReadingTwo()
    {
        SealedArtifact artifact = Sample.Artifact(Sample.NewPath());
        var counter = new StorageCallCounter();
        var store = new BlobArtifactStore(new AzureStorage(new AzureStorageOptions { ConnectionString = fixture.Azurite.ConnectionString, CallCounter = counter }));

        await store.WriteAsync(artifact, Token);
        long written = counter.Calls;
        await store.ReadAsync(artifact.Path, artifact.Reference, ArtifactLimits.Default, Token);

        Assert.Equal(2, written);
        Assert.Equal(2, counter.Calls - written);
    }

    internal override IArtifactStore Open() => new BlobArtifactStore(fixture.Storage);

    internal override Task PutAsync(string container, string name, byte[] bytes) => fixture.PutAsync(container, name, bytes);

    internal override Task<byte[]?> GetAsync(string container, string name) => fixture.GetAsync(container, name);
}
