using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Transport.Azure;
using Fdkt.Transport.Tests.Azure;

namespace Fdkt.Transport.Tests.Inbox;

[Collection(AzuriteTests.Name)]
public sealed class QueueDemoInboxTests(AzuriteFixture fixture) : QueueDemoInboxContract(fixture)
{
    private readonly AzuriteFixture _fixture = fixture;

    internal override AzureStorage Storage => _fixture.Storage;

    [Theory]
    [InlineData("no base64: {\"schemaVersion\":1}")]
    [InlineData("====")]
    [InlineData("<a>&amp;</a>")]
    [InlineData("YWJj\u00e9")]
    public async Task ReceiveAsync_TextThatIsNoBase64_IsDeliveredToBeRefusedAndTheNextMessageToo(string text)
    {
        QueueClient queue = Storage.Queue(StorageNames.DemoUploads);
        await queue.SendMessageAsync(text, Token);
        await Inbox.SendAsync(Sample.Upload(Sample.Client), Token);

        IReadOnlyList<InboxMessage> messages = await Inbox.ReceiveAsync(32, LongHide, Token);

        Assert.Equal(2, messages.Count);
        InboxMessage hostile = Assert.Single(messages, message => System.Text.Encoding.UTF8.GetString(message.Body.Span) == text);
        await Inbox.PoisonAsync(hostile, ReasonCode.MalformedJson, Token);
        Assert.Equal(ReasonCode.MalformedJson, Assert.Single(await PoisonedAsync()).Reason);
    }

    [Fact]
    public async Task SendAsync_Message_NeverExpires()
    {
        await Inbox.SendAsync(Sample.Upload(Sample.Client), Token);

        PeekedMessage message = Assert.Single((await Storage.Queue(StorageNames.DemoUploads).PeekMessagesAsync(1, Token)).Value);

        Assert.True(message.ExpiresOn - message.InsertedOn > TimeSpan.FromDays(365));
    }
}
