using Fdkt.Contracts.Journal;
using Fdkt.Transport.Journal.Azure;
using Fdkt.Transport.Tests.Azure;

namespace Fdkt.Transport.Tests.Journal;

[Collection(AzuriteTests.Name)]
public sealed class BlobRoundJournalThroughFaultsTests(AzuriteFixture fixture, FaultyStorage faulty) : RoundJournalContract, IClassFixture<FaultyStorage>
{
    internal override IRoundJournalStore Open() => new BlobRoundJournalStore(faulty.Storage(fixture));
}
