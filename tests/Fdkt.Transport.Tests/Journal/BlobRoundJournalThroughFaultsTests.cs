using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Journal;
using Fdkt.Transport.Journal.Azure;
using Fdkt.Transport.Tests.Azure;
using Fdkt.Transport.Tests.Faults;

namespace Fdkt.Transport.Tests.Journal;

[Collection(AzuriteTests.Name)]
public sealed class BlobRoundJournalThroughFaultsTests(AzuriteFixture fixture, FaultyStorage faulty) : RoundJournalContract, IClassFixture<FaultyStorage>
{
    [Theory]
    [InlineData(nameof(StorageFault.AnswerLost))]
    [InlineData(nameof(StorageFault.ConnectionCut))]
    [InlineData(nameof(StorageFault.Precondition))]
    public async Task AppendAsync_OnlyWriterMeetsFaults_AppendsEachBatchOnce(string fault)
    {
        const int Batches = 25;
        StorageFault kind = Enum.Parse<StorageFault>(fault);
        RoundId round = Sample.NewRound();
        await using var proxy = new FaultyStorageProxy(fixture.Azurite.BlobPort, seed: 12, rate: 0.25, kind);
        IRoundJournal journal = new BlobRoundJournalStore(AzuriteFixture.Behind(proxy, proxy)).Open(round);
        for (int i = 0; i < Batches; i++)
        {
            await journal.AppendAsync(Entries(i, 1), Token);
        }

        Assert.Equal(Batches, (await new BlobRoundJournalStore(fixture.Storage).Open(round).ReadAsync(Token)).Count);
        Assert.True(proxy.CountOf(kind) > Batches / 5);
    }

    internal override IRoundJournalStore Open() => new BlobRoundJournalStore(faulty.Storage(fixture));
}
