using Fdkt.Contracts.Documents;
using Fdkt.Transport.Documents.Azure;
using Fdkt.Transport.Tests.Azure;

namespace Fdkt.Transport.Tests.Documents;

[Collection(AzuriteTests.Name)]
public sealed class BlobDocumentStoreTests(AzuriteFixture fixture) : DocumentStoreContract
{
    internal override IDocumentStore Open() => new BlobDocumentStore(fixture.Storage);

    internal override Task PutAsync(string name, byte[] bytes) => fixture.PutAsync(StorageNames.Control, name, bytes);
}
