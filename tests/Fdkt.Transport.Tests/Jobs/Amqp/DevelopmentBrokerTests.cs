using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using Fdkt.Contracts.Messaging;
using Fdkt.DevelopmentBroker;
using Fdkt.Transport.Jobs.Amqp;
using Fdkt.Transport.Tests.Brokers;
using Microsoft.Extensions.Time.Testing;

namespace Fdkt.Transport.Tests.Jobs.Amqp;

/// <summary>The AMQP adapter on the development broker in this process, whose clock the tests move.</summary>
public sealed class DevelopmentBrokerTests : BrokerContract
{
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private readonly TemporaryFolder folder = new();
    private Broker? broker;
    private AmqpJobQueue? queue;

    protected override IJobQueue Queue => queue!;

    private int Left => broker!.Counts.Single(count => count.Name == Name).Messages;

    public override ValueTask InitializeAsync()
    {
        broker = Open(0);
        queue = new AmqpJobQueue(Options(attempts: 40, () => { }), TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await queue!.DisposeAsync();
        broker!.Dispose();
        folder.Dispose();
    }

    protected override void Pass(TimeSpan time) => clock.Advance(time);

    protected override Task SettledAsync(int left) => Eventually.HoldsAsync(() => Left == left, Token);

    protected override void PassLostLocks() => clock.Advance(Settings.LockDuration);

    protected override Task CutAsync()
    {
        broker!.Cut();
        return Task.CompletedTask;
    }

    protected override Task KillAsync()
    {
        broker!.Cut();
        broker.Dispose();
        return Task.CompletedTask;
    }

    protected override Task RestartAsync()
    {
        broker = Open(broker!.Port);
        return Task.CompletedTask;
    }

    protected override AmqpOptions Options(int attempts, Action onRetry) => FastOptions.For(broker!.Port, attempts: attempts, onRetry: _ => onRetry());

    [Fact]
    public async Task CompleteAsync_ConnectionCutMeanwhile_StillCompletes()
    {
        IJobReceiver receiver = await ReceiverAsync();
        await Queue.SendAsync(Name, Message("m-1"), Token);
        IReceivedMessage message = await NextAsync(receiver);

        await CutAsync();
        await message.CompleteAsync(Token);
        Pass(Settings.LockDuration);

        // Whether the adapter knew of the cut or not, the message is done or comes again; it is never lost and never stays locked.
        while (Left > 0)
        {
            await (await EventuallyAsync(receiver)).CompleteAsync(Token);
            Assert.Null(await receiver.ReceiveAsync(Brief, Token));
        }
    }

    [Fact]
    public async Task RenewLockAsync_ConnectionCutMeanwhile_KeepsMessage()
    {
        IJobReceiver receiver = await ReceiverAsync();
        await Queue.SendAsync(Name, Message("m-1"), Token);
        IReceivedMessage message = await NextAsync(receiver);

        await CutAsync();
        Pass(Settings.LockDuration * 0.75);
        await message.RenewLockAsync(Token);
        Pass(Settings.LockDuration * 0.75);
        await message.CompleteAsync(Token);

        await SettledAsync(left: 0);
    }

    [Fact]
    public async Task ReceiveAsync_MessageAfterTheWait_IsGivenBackAfterAMoment()
    {
        IJobReceiver idle = await ReceiverAsync();
        await AskInVainAsync(Queue, idle);
        await Queue.SendAsync(Name, Message("m-1"), Token);

        // It went to the idle receiver, which had asked for it; nobody there takes it.
        await using IJobReceiver other = Queue.CreateReceiver(Name);
        IReceivedMessage message = await NextAsync(other);

        Assert.Equal(("m-1", 2), (message.Id, message.Deliveries));
    }

    [Fact]
    public async Task DisposeAsync_MessageOnItsWay_IsReturned()
    {
        // Without a management node there is no second way to give it back.
        using var plain = Broker.Open(new BrokerOptions { Queues = Settings, HasManagement = false }, clock);
        await using var near = new AmqpJobQueue(FastOptions.For(plain.Port), TimeProvider.System);
        using var relay = new TcpRelay(plain.Port);
        await using var far = new AmqpJobQueue(FastOptions.For(relay.Port), TimeProvider.System);
        IJobReceiver leaving = far.CreateReceiver(Name);
        await AskInVainAsync(near, leaving);
        Task onItsWay = relay.Hold("m-1");
        await near.SendAsync(Name, Message("m-1"), Token);
        await onItsWay.WaitAsync(Patience, Token);

        // The message is with the relay now. It reaches the receiver after that has begun to go.
        Task spoken = relay.ClientSpeaksAsync();
        ValueTask disposing = leaving.DisposeAsync();
        await spoken.WaitAsync(Patience, Token);
        relay.Release();
        await disposing;

        await using IJobReceiver other = near.CreateReceiver(Name);
        Assert.Equal(("m-1", 2), await NextAsync(other) is { } message ? (message.Id, message.Deliveries) : default);
    }

    [Fact]
    public async Task OnDisposition_RejectionByTheConnectionsFault_IsNoDeadLetter()
    {
        // This is how the library reports a delivery whose connection broke while it was written.
        await Queue.SendAsync(Name, Message("m-1"), Token);
        var factory = new ConnectionFactory();
        factory.SASL.Profile = SaslProfile.Anonymous;
        Connection connection = await factory.CreateAsync(new Address($"amqp://127.0.0.1:{broker!.Port}"));
        var link = new ReceiverLink(new Session(connection), "raw", Name.Value);
        // One credit, so that what comes again does not come to this link.
        link.SetCredit(1, CreditMode.Manual);
        using Message taken = await link.ReceiveAsync(Patience);
        link.Reject(taken, new Error(ErrorCode.ConnectionForced));
        await connection.CloseAsync();
        Pass(Settings.LockDuration);

        IReceivedMessage again = await NextAsync(await ReceiverAsync());

        Assert.Equal(("m-1", 2), (again.Id, again.Deliveries));
        Assert.Equal(0, broker.Counts.Single(count => count.Name == Name).DeadLetters);
    }

    private Broker Open(int port) => Broker.Open(new BrokerOptions { Port = port, Queues = Settings, StoreFolder = folder.Path }, clock);
}
