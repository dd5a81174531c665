using System.Collections.Concurrent;
using System.Text;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Messaging;
using Fdkt.DevelopmentBroker.PeekLock;

namespace Fdkt.Transport.Tests.Jobs;

/// <summary>What every adapter of the job queue does.</summary>
/// <remarks>Over 300 lines since an adapter's tests inherit the contract whole: in two classes each adapter would need two of its own, with two brokers to start.</remarks>
public abstract class JobQueueContract : IAsyncLifetime
{
    /// <summary>Patience enough for any message to arrive on a busy machine; no test waits so long where all is well.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static int queues;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected static PeekLockOptions Settings { get; } = new(TimeSpan.FromSeconds(30), MaximumDeliveries: 3, TimeSpan.FromMinutes(10));

    /// <summary>A queue of this test's own.</summary>
    protected QueueName Name { get; } = new($"q-{Environment.ProcessId}-{Interlocked.Increment(ref queues)}");

    protected abstract IJobQueue Queue { get; }

    /// <summary>How long a receive waits that is to find nothing.</summary>
    protected virtual TimeSpan Brief => TimeSpan.FromMilliseconds(200);

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>Lets the broker's time pass.</summary>
    protected abstract void Pass(TimeSpan time);

    /// <summary>Returns when the broker, which does not acknowledge settlement, has so many messages left, locked ones included.</summary>
    protected abstract Task SettledAsync(int left);

    [Fact]
    public async Task SendAsync_Message_IsReceivedAsItWas()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        const string trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        await Queue.SendAsync(Name, new QueueMessage("m-1", "synthesis", "{\"é\":1}"u8.ToArray(), trace), Token);
        IReceivedMessage message = await NextAsync(receiver);

        Assert.Equal("m-1", message.Id);
        Assert.Equal("synthesis", message.Subject);
        Assert.Equal("{\"é\":1}", Encoding.UTF8.GetString(message.Body.Span));
        Assert.Equal(trace, message.TraceParent);
        Assert.Equal(1, message.Deliveries);
        await message.CompleteAsync(Token);
    }

    [Fact]
    public async Task SendAsync_MessageWithoutTrace_IsReceivedWithout()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);

        await Queue.SendAsync(Name, Message("m-1") with { Subject = string.Empty }, Token);
        IReceivedMessage message = await NextAsync(receiver);

        Assert.Null(message.TraceParent);
        Assert.Equal(string.Empty, message.Subject);
    }

    [Fact]
    public async Task SendAsync_LargestBody_ArrivesWhole()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        byte[] body = [.. Enumerable.Range(0, QueueMessage.MaximumBytes).Select(i => (byte)(i * 7))];

        await Queue.SendAsync(Name, new QueueMessage("m-1", "large", body), Token);

        Assert.True((await NextAsync(receiver)).Body.Span.SequenceEqual(body));
    }

    [Fact]
    public async Task SendAsync_TooLarge_IsRefusedAndNotSent()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        var message = new QueueMessage("m-1", "large", new byte[QueueMessage.MaximumBytes + 1]);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => Queue.SendAsync(Name, message, Token));

        Assert.Equal(ReasonCode.MessageTooLarge, refused.Reason);
        Assert.Null(await receiver.ReceiveAsync(Brief, Token));
    }

    [Fact]
    public async Task SendAsync_IdSeenBefore_IsDropped()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);

        await Queue.SendAsync(Name, Message("m-1"), Token);
        await Queue.SendAsync(Name, Message("m-1"), Token);
        await (await NextAsync(receiver)).CompleteAsync(Token);
        await Queue.SendAsync(Name, Message("m-1"), Token);

        Assert.Null(await receiver.ReceiveAsync(Brief, Token));
    }

    [Fact]
    public async Task SendAsync_IdSeenLongBefore_IsTaken()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);

        await Queue.SendAsync(Name, Message("m-1"), Token);
        await (await NextAsync(receiver)).CompleteAsync(Token);
        Pass(Settings.DuplicateWindow);
        await Queue.SendAsync(Name, Message("m-1"), Token);

        Assert.Equal("m-1", (await NextAsync(receiver)).Id);
    }

    [Fact]
    public async Task ReceiveAsync_LockedMessage_IsHidden()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        await using IJobReceiver other = Queue.CreateReceiver(Name);
        await Queue.SendAsync(Name, Message("m-1"), Token);

        IReceivedMessage message = await NextAsync(receiver);

        Assert.Null(await receiver.ReceiveAsync(Brief, Token));
        Assert.Null(await other.ReceiveAsync(Brief, Token));
        await message.CompleteAsync(Token);
    }

    [Fact]
    public async Task ReceiveAsync_LockEnded_ComesAgainCounted()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        await using IJobReceiver other = Queue.CreateReceiver(Name);
        await Queue.SendAsync(Name, Message("m-1"), Token);
        IReceivedMessage first = await NextAsync(receiver);

        Pass(Settings.LockDuration);
        IReceivedMessage second = await NextAsync(other);

        Assert.Equal(("m-1", 1), (first.Id, first.Deliveries));
        Assert.Equal(("m-1", 2), (second.Id, second.Deliveries));
        Assert.True(second.LockedUntil >= first.LockedUntil + Settings.LockDuration);
    }

    [Fact]
    public async Task ReceiveAsync_NothingThere_IsNull()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);

        Assert.Null(await receiver.ReceiveAsync(Brief, Token));
    }

    [Fact]
    public async Task ReceiveAsync_TwoWaitAtOnce_EachGetsOne()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        Task<IReceivedMessage> first = NextAsync(receiver);
        Task<IReceivedMessage> second = NextAsync(receiver);

        await Queue.SendAsync(Name, Message("m-1"), Token);
        await Queue.SendAsync(Name, Message("m-2"), Token);

        Assert.Equal(["m-1", "m-2"], new[] { (await first).Id, (await second).Id }.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ReceiveAsync_CancelledAtAnyMoment_LosesNoMessage()
    {
        const int rounds = 30;
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int round = 0; round < rounds; round++)
        {
            using var cancelled = new CancellationTokenSource();
            Task<IReceivedMessage?> receive = receiver.ReceiveAsync(Patience, cancelled.Token);
            Task send = Queue.SendAsync(Name, Message($"m-{round}"), Token);
            if (round % 2 == 0)
            {
                // Half of the rounds cancel when the broker has the message, half before.
                await send;
            }

            await cancelled.CancelAsync();
            await send;
            try
            {
                await TakeAsync(await receive, seen);
            }
            catch (OperationCanceledException)
            {
                Assert.True(cancelled.IsCancellationRequested);
            }
        }

        while (seen.Count < rounds)
        {
            await TakeAsync(await NextAsync(receiver), seen);
        }

        Assert.Equal(rounds, seen.Count);
    }

    [Fact]
    public async Task ReceiveAsync_AlreadyCancelled_Throws()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiver.ReceiveAsync(Patience, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task AbandonAsync_Message_ComesAgainCounted()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        await Queue.SendAsync(Name, Message("m-1"), Token);

        await (await NextAsync(receiver)).AbandonAsync(Token);
        IReceivedMessage again = await NextAsync(receiver);

        Assert.Equal("m-1", again.Id);
        Assert.Equal(2, again.Deliveries);
        await again.CompleteAsync(Token);
    }

    [Fact]
    public async Task AbandonAsync_DeliveryLimitReached_MakesDeadLetter()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        await Queue.SendAsync(Name, Message("m-1"), Token);

        for (int i = 0; i < Settings.MaximumDeliveries; i++)
        {
            await (await NextAsync(receiver)).AbandonAsync(Token);
        }

        DeadLetter dead = await DeadLetterAsync();
        Assert.Equal(("m-1", "MaxDeliveryCountExceeded"), (dead.Id, dead.Reason));
        Assert.Null(await receiver.ReceiveAsync(Brief, Token));
    }

    [Fact]
    public async Task RenewLockAsync_HeldLock_KeepsMessage()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        await Queue.SendAsync(Name, Message("m-1"), Token);
        IReceivedMessage message = await NextAsync(receiver);
        DateTimeOffset? before = message.LockedUntil;

        Pass(Settings.LockDuration * 0.75);
        await message.RenewLockAsync(Token);
        Pass(Settings.LockDuration * 0.75);

        Assert.True(message.LockedUntil > before);
        Assert.Null(await receiver.ReceiveAsync(Brief, Token));
        await message.CompleteAsync(Token);
        await SettledAsync(left: 0);
    }

    [Fact]
    public async Task RenewLockAsync_LostLock_Throws()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        await Queue.SendAsync(Name, Message("m-1"), Token);
        IReceivedMessage message = await NextAsync(receiver);

        Pass(Settings.LockDuration);

        await Assert.ThrowsAsync<LockLostException>(() => message.RenewLockAsync(Token));
    }

    [Fact]
    public async Task CompleteAsync_Message_IsGone()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        await Queue.SendAsync(Name, Message("m-1"), Token);

        await (await NextAsync(receiver)).CompleteAsync(Token);

        Assert.Null(await receiver.ReceiveAsync(Brief, Token));
        await SettledAsync(left: 0);
    }

    [Fact]
    public async Task CompleteAsync_LostLock_LeavesMessageToOthers()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        await Queue.SendAsync(Name, Message("m-1"), Token);
        IReceivedMessage lost = await NextAsync(receiver);
        Pass(Settings.LockDuration);
        IReceivedMessage again = await NextAsync(receiver);

        await lost.CompleteAsync(Token);
        await again.AbandonAsync(Token);

        Assert.Equal(3, (await NextAsync(receiver)).Deliveries);
    }

    [Fact]
    public async Task DeadLetterAsync_Message_IsReadWithReasonAndDescription()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        await Queue.SendAsync(Name, Message("m-1"), Token);

        await (await NextAsync(receiver)).DeadLetterAsync(ReasonCode.UnknownTask, "The task is not one of the client's.", Token);

        DeadLetter dead = await DeadLetterAsync();
        Assert.Equal(("m-1", "test", "unknownTask", "The task is not one of the client's."), (dead.Id, dead.Subject, dead.Reason, dead.Description));
        Assert.Equal("m-1", Encoding.UTF8.GetString(dead.Body.Span));
        Assert.Null(await receiver.ReceiveAsync(Brief, Token));

        // Reading does not take.
        Assert.Equal("m-1", (await DeadLetterAsync()).Id);
    }

    [Fact]
    public async Task DisposeAsync_MessageNotTaken_IsReturned()
    {
        IJobReceiver leaving = Queue.CreateReceiver(Name);
        await AskInVainAsync(Queue, leaving);
        await Queue.SendAsync(Name, Message("m-1"), Token);

        await leaving.DisposeAsync();
        await Queue.SendAsync(Name, Message("m-2"), Token);

        await using IJobReceiver other = Queue.CreateReceiver(Name);
        Assert.Equal(["m-1", "m-2"], new[] { (await NextAsync(other)).Id, (await NextAsync(other)).Id }.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task DisposeAsync_WhileReceiving_EndsTheReceive()
    {
        IJobReceiver leaving = Queue.CreateReceiver(Name);
        Task<IReceivedMessage?> receive = leaving.ReceiveAsync(Patience, Token);

        await leaving.DisposeAsync();

        Assert.Null(await receive);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => leaving.ReceiveAsync(Brief, Token));
    }

    [Fact]
    public async Task CompleteAsync_ThousandMessagesFourReceivers_EachOnce()
    {
        const int messages = 1000;
        var completed = new ConcurrentBag<string>();
        using var all = new CancellationTokenSource();
        Task[] workers = [.. Enumerable.Range(0, 4).Select(_ => WorkAsync(completed, messages, all))];

        await Parallel.ForEachAsync(
            Enumerable.Range(0, messages),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token },
            async (i, token) => await Queue.SendAsync(Name, Message($"m-{i}"), token));
        await Task.WhenAll(workers);

        Assert.Equal(messages, completed.Count);
        Assert.Equal(messages, completed.Distinct(StringComparer.Ordinal).Count());
        await using IJobReceiver receiver = Queue.CreateReceiver(Name);
        Assert.Null(await receiver.ReceiveAsync(Brief, Token));
    }

    protected static QueueMessage Message(string id) => new(id, "test", Encoding.UTF8.GetBytes(id));

    protected static async Task<IReceivedMessage> NextAsync(IJobReceiver receiver)
    {
        IReceivedMessage? message = await receiver.ReceiveAsync(Patience, Token);
        Assert.NotNull(message);
        return message;
    }

    /// <summary>Leaves a receiver with a receive that ended without a message: the broker may still send it one.</summary>
    protected async Task AskInVainAsync(IJobQueue queue, IJobReceiver receiver)
    {
        // The first message shows that the receiver is connected; a short wait alone may be over before.
        await queue.SendAsync(Name, Message("m-0"), Token);
        await (await NextAsync(receiver)).CompleteAsync(Token);
        Assert.Null(await receiver.ReceiveAsync(Brief, Token));
    }

    private static async Task TakeAsync(IReceivedMessage? message, HashSet<string> seen)
    {
        if (message is not null)
        {
            seen.Add(message.Id);
            await message.CompleteAsync(Token);
        }
    }

    private async Task<DeadLetter> DeadLetterAsync() => Assert.Single(await ((IDeadLetterReader)Queue).ReadDeadLettersAsync(Name, Token));

    private async Task WorkAsync(ConcurrentBag<string> completed, int messages, CancellationTokenSource all)
    {
        await using IJobReceiver receiver = Queue.CreateReceiver(Name);
        try
        {
            while (!all.IsCancellationRequested && await receiver.ReceiveAsync(Patience, all.Token) is { } message)
            {
                await message.CompleteAsync(Token);
                completed.Add(message.Id);
                if (completed.Count >= messages)
                {
                    await all.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException) when (all.IsCancellationRequested)
        {
            // All are done.
        }
    }
}
