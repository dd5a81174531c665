using Fdkt.Contracts.Messaging;
using Fdkt.Transport.Jobs.Amqp;
using Fdkt.Transport.Tests.Brokers;

namespace Fdkt.Transport.Tests.Jobs.Amqp;

/// <summary>The AMQP adapter on RabbitMQ 3.10: a second reading of the protocol. Runs where FDKT_RABBITMQ is 1.</summary>
public sealed class RabbitMqTests(RabbitMq broker) : BrokerContract, IClassFixture<RabbitMq>
{
    private TcpRelay? relay;
    private AmqpJobQueue? queue;

    protected override IJobQueue Queue => queue!;

    protected override string? NoLocks => "RabbitMQ 3.10 has no locks that end and none to renew.";

    protected override string? NoCounts => "RabbitMQ 3.10 does not count deliveries over AMQP 1.0.";

    protected override string? NoDeadLetters => "RabbitMQ 3.10 has dead letters only where an exchange is set up for them.";

    protected override string? NoDuplicateDetection => "RabbitMQ 3.10 does not look for duplicates.";

    public override ValueTask InitializeAsync()
    {
        Assert.SkipUnless(RabbitMq.IsWanted, $"{RabbitMq.Variable} is not 1: docs/rabbitmq.md.");
        relay = new TcpRelay(broker.Port);
        queue = new AmqpJobQueue(Options(attempts: 200, () => { }), TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        if (queue is not null)
        {
            await queue.DisposeAsync();
        }

        relay?.Dispose();
    }

    protected override Task DeclareAsync(QueueName name) => broker.DeclareAsync(name.Value);

    // Nothing tells how many are left but that none comes.
    protected override Task SettledAsync(int left) => Task.CompletedTask;

    protected override Task CutAsync()
    {
        relay!.Cut();
        return Task.CompletedTask;
    }

    protected override Task KillAsync() => broker.KillAsync(Token);

    protected override Task RestartAsync() => broker.StartAsync(Token);

    protected override AmqpOptions Options(int attempts, Action onRetry) => new()
    {
        Host = "127.0.0.1",
        Port = relay!.Port,
        UseTls = false,
        User = "guest",
        Password = "guest",
        AddressFormat = "/amq/queue/{0}",
        DrainOnStop = false,
        SendAttempts = attempts,
        FirstWait = TimeSpan.FromMilliseconds(20),
        LongestWait = TimeSpan.FromMilliseconds(500),
        HoldTime = TimeSpan.FromMilliseconds(300),
        OnRetry = _ => onRetry(),
    };

    [Fact]
    public async Task DeadLetterAsync_Message_DoesNotComeAgain()
    {
        IJobReceiver receiver = await ReceiverAsync();
        await Queue.SendAsync(Name, Message("m-1"), Token);

        await (await NextAsync(receiver)).DeadLetterAsync(Contracts.Federation.ReasonCode.UnknownTask, "No such task.", Token);

        Assert.Null(await receiver.ReceiveAsync(Brief, Token));
    }

    [Fact]
    public async Task RenewLockAsync_NoLocks_DoesNothing()
    {
        IJobReceiver receiver = await ReceiverAsync();
        await Queue.SendAsync(Name, Message("m-1"), Token);
        IReceivedMessage message = await NextAsync(receiver);

        await message.RenewLockAsync(Token);

        Assert.Null(message.LockedUntil);
        await message.CompleteAsync(Token);
    }

    [Fact]
    public async Task SendAsync_WrongPassword_IsRefusedAtOnce()
    {
        var options = new AmqpOptions { Host = "127.0.0.1", Port = broker.Port, UseTls = false, User = "guest", Password = "wrong", AddressFormat = "/amq/queue/{0}" };
        await using var refused = new AmqpJobQueue(options, TimeProvider.System);

        await Assert.ThrowsAsync<QueueUnavailableException>(() => refused.SendAsync(Name, Message("m-1"), Token));
    }
}
