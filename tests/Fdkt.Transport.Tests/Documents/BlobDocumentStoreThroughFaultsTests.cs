using Fdkt.Contracts.Documents;
using Fdkt.Transport.Documents.Azure;
using Fdkt.Transport.Tests.Azure;

namespace Fdkt.Transport.Tests.Documents;

[Collection(AzuriteTests.Name)]
public sealed class BlobDocumentStoreThroughFaultsTests(AzuriteFixture fixture, FaultyStorage faulty) : DocumentStoreContract, IClassFixture<FaultyStorage>
{
    // A replacement whose answer was lost, and that another replaced before it was asked about, is taken for lost and made again.
    protected override bool MayRepeatReplacements => true;

    internal override IDocumentStore Open() => new BlobDocumentStore(faulty.Storage(fixture));

    internal override Task PutAsync(string name, byte[] bytes) => fixture.PutAsync(StorageNames.Control, name, bytes);
}
