using System.Text;
using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Json;
using Fdkt.Transport.Inbox;

namespace Fdkt.Transport.Tests.Inbox;

/// <summary>What every inbox does. Each test begins with an empty one.</summary>
public abstract class DemoInboxContract
{
    protected static readonly TimeSpan LongHide = TimeSpan.FromMinutes(5);
    protected static readonly TimeSpan ShortHide = TimeSpan.FromSeconds(1);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    internal abstract IDemoInbox Inbox { get; }

    /// <summary>Puts bytes on the queue as a sender does that does not use our code.</summary>
    internal abstract Task PutAsync(byte[] body);

    /// <summary>What was moved aside.</summary>
    internal abstract Task<IReadOnlyList<PoisonedUpload>> PoisonedAsync();

    /// <summary>Lets time pass until messages hidden for <see cref="ShortHide"/> are visible again.</summary>
    internal abstract Task PassShortHideAsync();

    [Fact]
    public async Task ReceiveAsync_NothingSent_IsEmpty() => Assert.Empty(await Inbox.ReceiveAsync(32, LongHide, Token));

    [Fact]
    public async Task ReceiveAsync_WhatWasSent_ReturnsItsBytesOnce()
    {
        DemoUpload upload = Sample.Upload(Sample.Client);
        await Inbox.SendAsync(upload, Token);

        InboxMessage message = Assert.Single(await Inbox.ReceiveAsync(32, LongHide, Token));

        Assert.Equal(upload, ContractReader.Read(message.Body.Span, FederationJsonContext.Default.DemoUpload, DemoUpload.CurrentSchemaVersion));
        Assert.Equal(1, message.Deliveries);
        Assert.Empty(await Inbox.ReceiveAsync(32, LongHide, Token));
    }

    [Fact]
    public async Task ReceiveAsync_FewerThanThereAre_LeavesTheRestForOthers()
    {
        for (int i = 0; i < 5; i++)
        {
            await Inbox.SendAsync(Sample.Upload(new ClientId($"client-{i}")), Token);
        }

        IReadOnlyList<InboxMessage> first = await Inbox.ReceiveAsync(3, LongHide, Token);
        IReadOnlyList<InboxMessage> second = await Inbox.ReceiveAsync(3, LongHide, Token);

        Assert.Equal([3, 2], [first.Count, second.Count]);
        Assert.Equal(5, first.Concat(second).Select(message => message.Id).Distinct().Count());
    }

    [Fact]
    public async Task ReceiveAsync_HiddenTimeOver_DeliversAgainWithAHigherCount()
    {
        await Inbox.SendAsync(Sample.Upload(Sample.Client), Token);
        InboxMessage first = Assert.Single(await Inbox.ReceiveAsync(1, ShortHide, Token));

        await PassShortHideAsync();
        InboxMessage second = Assert.Single(await Inbox.ReceiveAsync(1, LongHide, Token));

        Assert.Equal(first.Id, second.Id);
        Assert.NotEqual(first.Receipt, second.Receipt);
        Assert.Equal(first.Body.ToArray(), second.Body.ToArray());
        Assert.Equal([1, 2], [first.Deliveries, second.Deliveries]);
    }

    [Fact]
    public async Task DeleteAsync_ReceivedMessage_NeverComesAgain()
    {
        await Inbox.SendAsync(Sample.Upload(Sample.Client), Token);
        await Inbox.DeleteAsync(Assert.Single(await Inbox.ReceiveAsync(1, ShortHide, Token)), Token);

        await PassShortHideAsync();

        Assert.Empty(await Inbox.ReceiveAsync(1, LongHide, Token));
    }

    [Fact]
    public async Task DeleteAsync_ReceiptOfAnEarlierDelivery_LeavesTheMessageToItsNewHolder()
    {
        await Inbox.SendAsync(Sample.Upload(Sample.Client), Token);
        InboxMessage late = Assert.Single(await Inbox.ReceiveAsync(1, ShortHide, Token));
        await PassShortHideAsync();
        Assert.Single(await Inbox.ReceiveAsync(1, ShortHide, Token));

        await Inbox.DeleteAsync(late, Token);

        await PassShortHideAsync();
        Assert.Single(await Inbox.ReceiveAsync(1, LongHide, Token));
    }

    [Fact]
    public async Task DeleteAsync_Twice_DoesNothing()
    {
        await Inbox.SendAsync(Sample.Upload(Sample.Client), Token);
        InboxMessage message = Assert.Single(await Inbox.ReceiveAsync(1, LongHide, Token));

        await Inbox.DeleteAsync(message, Token);
        await Inbox.DeleteAsync(message, Token);

        Assert.Empty(await Inbox.ReceiveAsync(1, LongHide, Token));
    }

    [Fact]
    public async Task PoisonAsync_ReceivedMessage_LiesAsideWithItsReasonAndBytes()
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(Sample.Upload(Sample.Client), FederationJsonContext.Default.DemoUpload);
        await PutAsync(body);
        InboxMessage message = Assert.Single(await Inbox.ReceiveAsync(1, ShortHide, Token));

        await Inbox.PoisonAsync(message, ReasonCode.RevokedClient, Token);

        PoisonedUpload poisoned = Assert.Single(await PoisonedAsync());
        Assert.Equal((ReasonCode.RevokedClient, message.Id, 1), (poisoned.Reason, poisoned.MessageId, poisoned.Deliveries));
        Assert.Equal(body, poisoned.Body);
        await PassShortHideAsync();
        Assert.Empty(await Inbox.ReceiveAsync(1, LongHide, Token));
    }

    public static TheoryData<string> HostileBodies =>
    [
        "no json at all",
        "{\"schemaVersion\":99}",
        "<QueueMessage><MessageText>&amp;</MessageText></QueueMessage>",
        "]]>",
        " leading and trailing blanks ",
        "ünïcödé 猫",
        new string('[', 10_000),
        new string('a', IDemoInbox.MaximumBytes),
        new string('\u00e9', IDemoInbox.MaximumBytes / 2),
    ];

    [Theory]
    [MemberData(nameof(HostileBodies))]
    public async Task ReceiveAsync_HostileBody_IsDeliveredAsItIsAndTheNextMessageToo(string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        await PutAsync(body);
        await Inbox.SendAsync(Sample.Upload(Sample.Client), Token);

        IReadOnlyList<InboxMessage> messages = await Inbox.ReceiveAsync(32, LongHide, Token);

        Assert.Equal(2, messages.Count);
        InboxMessage hostile = Assert.Single(messages, message => message.Body.Span.SequenceEqual(body));
        await Inbox.PoisonAsync(hostile, ReasonCode.MalformedJson, Token);
        PoisonedUpload poisoned = Assert.Single(await PoisonedAsync());
        Assert.Equal(body.Length, poisoned.Length);
        Assert.Equal(body[..Math.Min(body.Length, PoisonedUpload.MaximumBodyBytes)], poisoned.Body);
    }

    [Fact]
    public async Task SendAsync_LargerThanAMessage_IsRefused()
    {
        DemoUpload upload = Sample.Upload(Sample.Client) with { ContentHash = new string('a', IDemoInbox.MaximumBytes) };

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => Inbox.SendAsync(upload, Token));

        Assert.Equal(ReasonCode.MessageTooLarge, refused.Reason);
        Assert.Empty(await Inbox.ReceiveAsync(1, LongHide, Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(33)]
    public async Task ReceiveAsync_CountOutsideItsRange_Throws(int most) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Inbox.ReceiveAsync(most, LongHide, Token));
}
