using System.Text;
using Azure.Storage.Blobs.Specialized;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Journal;
using Fdkt.Transport.Azure;
using Fdkt.Transport.Journal.Azure;
using Fdkt.Transport.Tests.Azure;

namespace Fdkt.Transport.Tests.Journal;

[Collection(AzuriteTests.Name)]
public sealed class BlobRoundJournalTests(AzuriteFixture fixture) : RoundJournalContract
{
    [Fact]
    public async Task AppendAsync_Batch_TakesOneRequest()
    {
        var counter = new StorageCallCounter();
        var store = new BlobRoundJournalStore(new AzureStorage(new AzureStorageOptions { ConnectionString = fixture.Azurite.ConnectionString, CallCounter = counter }));
        IRoundJournal journal = store.Open(Sample.NewRound());
        await journal.AppendAsync(Entries(0, 1), Token);
        long before = counter.Calls;

        await journal.AppendAsync(Entries(1, 100), Token);

        Assert.Equal(1, counter.Calls - before);
    }

    [Theory]
    [InlineData("{\"half\":")]
    [InlineData("no json\n")]
    public async Task ReadAsync_DamagedEnd_Throws(string end)
    {
        RoundId round = Sample.NewRound();
        await Open().Open(round).AppendAsync(Entries(0, 1), Token);
        AppendBlobClient blob = fixture.Storage.Container(StorageNames.Control).GetAppendBlobClient(StorageNames.Journal(round));
        await blob.AppendBlockAsync(new MemoryStream(Encoding.UTF8.GetBytes(end)), cancellationToken: Token);

        await Assert.ThrowsAsync<InvalidDataException>(() => Open().Open(round).ReadAsync(Token));
    }

    internal override IRoundJournalStore Open() => new BlobRoundJournalStore(fixture.Storage);
}
