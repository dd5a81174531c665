using Fdkt.Contracts.Artifacts;
using Fdkt.Transport.Artifacts.Azure;
using Fdkt.Transport.Tests.Azure;

namespace Fdkt.Transport.Tests.Artifacts;

[Collection(AzuriteTests.Name)]
public sealed class BlobArtifactStoreThroughFaultsTests(AzuriteFixture fixture, FaultyStorage faulty) : ArtifactStoreContract, IClassFixture<FaultyStorage>
{
    internal override IArtifactStore Open() => new BlobArtifactStore(faulty.Storage(fixture));

    internal override Task PutAsync(string container, string name, byte[] bytes) => fixture.PutAsync(container, name, bytes);

    internal override Task<byte[]?> GetAsync(string container, string name) => fixture.GetAsync(container, name);
}
