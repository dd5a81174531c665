using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Json;
using Fdkt.Transport.Azure;
using Fdkt.Transport.Inbox.Azure;
using Fdkt.Transport.Tests.Azure;
using Fdkt.Transport.Tests.Faults;

namespace Fdkt.Transport.Tests.Inbox;

[Collection(AzuriteTests.Name)]
public sealed class QueueDemoInboxThroughFaultsTests(AzuriteFixture fixture, FaultyStorage faulty) : QueueDemoInboxContract(fixture), IClassFixture<FaultyStorage>
{
    private readonly AzuriteFixture _fixture = fixture;

    internal override AzureStorage Storage => faulty.Storage(_fixture);

    [Fact]
    public async Task Inbox_AnswersLostAndConnectionsCut_LosesNoMessage()
    {
        const int Uploads = 30;
        await using var proxy = new FaultyStorageProxy(
            _fixture.Azurite.QueuePort, seed: 5, rate: 0.3, StorageFault.Busy, StorageFault.AnswerLost, StorageFault.ConnectionCut);
        var inbox = new QueueDemoInbox(AzuriteFixture.Behind(proxy, proxy), TimeProvider.System);
        for (int i = 0; i < Uploads; i++)
        {
            await inbox.SendAsync(Sample.Upload(new ClientId($"client-{i}")), Token);
        }

        // A message whose delivery was lost comes again when its hiding ends, so this waits for what is missing, not for an empty queue.
        var seen = new HashSet<ClientId>();
        while (seen.Count < Uploads)
        {
            foreach (InboxMessage message in await inbox.ReceiveAsync(32, ShortHide, Token))
            {
                seen.Add(ContractReader.Read(message.Body.Span, FederationJsonContext.Default.DemoUpload, DemoUpload.CurrentSchemaVersion).Client);
                await inbox.DeleteAsync(message, Token);
            }
        }

        Assert.True(proxy.CountOf(StorageFault.AnswerLost) > 0 && proxy.CountOf(StorageFault.ConnectionCut) > 0);
    }
}
