using Fdkt.Contracts.Messaging;
using Fdkt.Transport.Jobs.Amqp;

namespace Fdkt.Transport.Tests.Jobs.Amqp;

/// <summary>What the AMQP adapter does on every broker, beyond what every job queue does.</summary>
public abstract class BrokerContract : JobQueueContract
{
    /// <summary>Cuts all connections to the broker.</summary>
    protected abstract Task CutAsync();

    /// <summary>Kills the broker; the tests go on meanwhile.</summary>
    protected abstract Task KillAsync();

    /// <summary>Starts the broker again where it was.</summary>
    protected abstract Task RestartAsync();

    [Fact]
    public async Task ReceiveAsync_ConnectionCutWhileWaiting_GoesOn()
    {
        IJobReceiver receiver = await ReceiverAsync();
        await Queue.SendAsync(Name, Message("m-1"), Token);
        await (await NextAsync(receiver)).CompleteAsync(Token);
        Task<IReceivedMessage?> waiting = receiver.ReceiveAsync(TimeSpan.FromSeconds(2), Token);

        await CutAsync();
        await Queue.SendAsync(Name, Message("m-2"), Token);

        // The cut may have swallowed the first one's completion.
        IReceivedMessage message = await waiting ?? await EventuallyAsync(receiver);
        if (message.Id == "m-1")
        {
            await message.CompleteAsync(Token);
            message = await EventuallyAsync(receiver);
        }

        Assert.Equal("m-2", message.Id);
    }

    [Fact]
    public async Task SendAsync_ConnectionCutAgainAndAgain_AllArrive()
    {
        const int messages = 60;
        IJobReceiver receiver = await ReceiverAsync();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Task sending = SendAllAsync(messages);
        while (seen.Count < messages)
        {
            IReceivedMessage message = await EventuallyAsync(receiver);
            seen.Add(message.Id);
            await message.CompleteAsync(Token);
            if (seen.Count % 20 == 0)
            {
                await CutAsync();
            }
        }

        await sending;
        Assert.Equal(messages, seen.Count);
    }

    [Fact]
    public async Task SendAsync_BrokerKilledAndRestarted_SenderAndReceiverRecover()
    {
        IJobReceiver receiver = await ReceiverAsync();
        await Queue.SendAsync(Name, Message("m-before"), Token);
        await (await NextAsync(receiver)).CompleteAsync(Token);
        await Queue.SendAsync(Name, Message("m-kept"), Token);

        await KillAsync();
        Task<IReceivedMessage> waiting = NextAsync(receiver);
        Task sending = Queue.SendAsync(Name, Message("m-meanwhile"), Token);
        await RestartAsync();
        await sending;

        IReceivedMessage first = await waiting;
        await first.CompleteAsync(Token);
        IReceivedMessage second = await NextAsync(receiver);
        await second.CompleteAsync(Token);
        Assert.Equal(["m-kept", "m-meanwhile"], new[] { first.Id, second.Id }.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SendAsync_BrokerAway_ThrowsWithinItsAttempts()
    {
        await KillAsync();
        int retries = 0;
        await using var queue = new AmqpJobQueue(Options(attempts: 3, () => Interlocked.Increment(ref retries)), TimeProvider.System);

        QueueUnavailableException fault = await Assert.ThrowsAsync<QueueUnavailableException>(() => queue.SendAsync(Name, Message("m-1"), Token));

        Assert.Equal(Name, fault.Queue);
        Assert.NotNull(fault.InnerException);
        Assert.Equal(2, retries);
        await RestartAsync();
    }

    [Fact]
    public async Task ReceiveAsync_BrokerAway_IsNull()
    {
        await KillAsync();
        await using var queue = new AmqpJobQueue(Options(attempts: 3, () => { }), TimeProvider.System);
        await using IJobReceiver receiver = queue.CreateReceiver(Name);

        Assert.Null(await receiver.ReceiveAsync(Brief, Token));
        await RestartAsync();
    }

    /// <summary>Options for this broker.</summary>
    protected abstract AmqpOptions Options(int attempts, Action onRetry);

    /// <summary>Ends all locks, on brokers that keep them when a connection is cut.</summary>
    protected virtual void PassLostLocks()
    {
    }

    /// <summary>The next message, even where a former delivery was lost with its connection and the message is still locked.</summary>
    protected async Task<IReceivedMessage> EventuallyAsync(IJobReceiver receiver)
    {
        IReceivedMessage? message;
        while ((message = await receiver.ReceiveAsync(TimeSpan.FromSeconds(1), Token)) is null)
        {
            PassLostLocks();
        }

        return message;
    }

    private async Task SendAllAsync(int messages)
    {
        for (int i = 0; i < messages; i++)
        {
            await Queue.SendAsync(Name, Message($"m-{i}"), Token);
        }
    }
}
