using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Transport.Documents.Azure;
using Fdkt.Transport.Tests.Azure;
using Fdkt.Transport.Tests.Faults;

namespace Fdkt.Transport.Tests.Documents;

[Collection(AzuriteTests.Name)]
public sealed class BlobDocumentStoreThroughFaultsTests(AzuriteFixture fixture, FaultyStorage faulty) : DocumentStoreContract, IClassFixture<FaultyStorage>
{
    // A replacement whose answer was lost, and that another replaced before it was asked about, is taken for lost and made again.
    protected override bool MayRepeatReplacements => true;

    [Theory]
    [InlineData(nameof(StorageFault.AnswerLost))]
    [InlineData(nameof(StorageFault.ConnectionCut))]
    [InlineData(nameof(StorageFault.Precondition))]
    public async Task TryCreateAndReplaceAsync_OnlyWriterMeetsFaults_IsNeverToldThatItLost(string fault)
    {
        const int Documents = 15;
        StorageFault kind = Enum.Parse<StorageFault>(fault);
        await using var proxy = new FaultyStorageProxy(fixture.Azurite.BlobPort, seed: 11, rate: 0.25, kind);
        var store = new BlobDocumentStore(AzuriteFixture.Behind(proxy, proxy));
        for (int i = 0; i < Documents; i++)
        {
            ClientId client = Sample.NewClient();
            DocumentPath path = DocumentPath.Client(client);

            Assert.True(await store.TryCreateAsync(path, Sample.Registration(client, rows: 1), FederationJsonContext.Default.ClientRegistration, Token));
            StoredDocument<ClientRegistration>? stored = await store.ReadAsync(path, FederationJsonContext.Default.ClientRegistration, ClientRegistration.CurrentSchemaVersion, Token);
            Assert.True(await store.TryReplaceAsync(path, Sample.Registration(client, rows: 2), FederationJsonContext.Default.ClientRegistration, stored!.Tag, Token));
        }

        Assert.True(proxy.CountOf(kind) > Documents / 5);
    }

    internal override IDocumentStore Open() => new BlobDocumentStore(faulty.Storage(fixture));

    internal override Task PutAsync(string name, byte[] bytes) => fixture.PutAsync(StorageNames.Control, name, bytes);
}
