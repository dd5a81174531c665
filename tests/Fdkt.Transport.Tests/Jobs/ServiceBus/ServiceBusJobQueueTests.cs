using Amqp.Framing;
using Azure.Messaging.ServiceBus;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Messaging;
using Fdkt.DevelopmentBroker;
using Fdkt.Transport.Jobs.ServiceBus;
using Fdkt.Transport.Tests.Brokers;
using Microsoft.Extensions.Time.Testing;

namespace Fdkt.Transport.Tests.Jobs.ServiceBus;

/// <summary>The one job queue, through Azure's own SDK, on the development broker in this process, whose clock the tests move.</summary>
public sealed class ServiceBusJobQueueTests : JobQueueContract
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly TemporaryFolder _folder = new();
    private Func<Error?> _refusal = () => null;
    private Broker? _broker;
    private ServiceBusJobQueue? _queue;

    protected override IJobQueue Queue => _queue!;

    private int Left => _broker!.Counts.Single(count => count.Name == Name).Messages;

    public override ValueTask InitializeAsync()
    {
        _broker = Open(0);
        _queue = TestBus.Open(_broker.Port);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await _queue!.DisposeAsync();
        _broker!.Dispose();
        _folder.Dispose();
    }

    protected override void Pass(TimeSpan time) => _clock.Advance(time);

    protected override Task SettledAsync(int left) => Eventually.HoldsAsync(() => Left == left, Token);

    [Fact]
    public async Task ReceiveAsync_ConnectionCutWhileWaiting_GoesOn()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        await Queue.SendAsync(Name, Message("m-1"), Token);
        await (await NextAsync(receiver)).CompleteAsync(Token);
        Task<IReceivedMessage?> waiting = receiver.ReceiveAsync(TimeSpan.FromSeconds(2), Token);

        _broker!.Cut();
        await Queue.SendAsync(Name, Message("m-2"), Token);

        // The broker may have given it to the connection that was cut: then its lock has to end.
        IReceivedMessage message = await waiting ?? await EventuallyAsync(receiver);
        Assert.Equal("m-2", message.Id);
    }

    [Fact]
    public async Task SendAsync_ConnectionCutAgainAndAgain_AllArrive()
    {
        const int messages = 60;
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Task sending = SendAllAsync(messages);
        while (seen.Count < messages)
        {
            IReceivedMessage message = await EventuallyAsync(receiver);
            await message.CompleteAsync(Token);
            if (seen.Add(message.Id) && seen.Count % 20 == 0)
            {
                _broker!.Cut();
            }
        }

        await sending;
        Assert.Equal(messages, seen.Count);
    }

    [Fact]
    public async Task SendAsync_BrokerGoneAndBack_SenderAndReceiverRecover()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        await Queue.SendAsync(Name, Message("m-before"), Token);
        await (await NextAsync(receiver)).CompleteAsync(Token);
        await Queue.SendAsync(Name, Message("m-kept"), Token);

        Stop();
        Task sending = Queue.SendAsync(Name, Message("m-meanwhile"), Token);
        Start();
        await sending;

        IReceivedMessage first = await EventuallyAsync(receiver);
        await first.CompleteAsync(Token);
        IReceivedMessage second = await EventuallyAsync(receiver);
        await second.CompleteAsync(Token);
        Assert.Equal(["m-kept", "m-meanwhile"], new[] { first.Id, second.Id }.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SendAsync_BrokerAway_ThrowsWithinItsAttempts()
    {
        Stop();
        int retries = 0;
        await using ServiceBusJobQueue queue = TestBus.Open(_broker!.Port, attempts: 3, _ => Interlocked.Increment(ref retries));

        QueueUnavailableException fault = await Assert.ThrowsAsync<QueueUnavailableException>(() => queue.SendAsync(Name, Message("m-1"), Token));

        Assert.Equal(Name, fault.Queue);
        Assert.NotNull(fault.InnerException);
        Assert.Equal(2, retries);
        Start();
    }

    [Fact]
    public async Task ReceiveAsync_BrokerAway_IsNull()
    {
        Stop();
        await using ServiceBusJobQueue queue = TestBus.Open(_broker!.Port);
        await using IJobReceiver receiver = queue.CreateReceiver(Name);

        Assert.Null(await receiver.ReceiveAsync(Brief, Token));
        Start();
    }

    [Fact]
    public async Task CompleteAsync_ConnectionCutMeanwhile_LosesNothing()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        await Queue.SendAsync(Name, Message("m-1"), Token);
        IReceivedMessage message = await NextAsync(receiver);

        _broker!.Cut();
        await message.CompleteAsync(Token);
        Pass(Settings.LockDuration);

        // Whether the completion arrived before the cut or not, the message is done or comes again; it is never lost and never stays locked.
        while (Left > 0)
        {
            await (await EventuallyAsync(receiver)).CompleteAsync(Token);
        }
    }

    [Fact]
    public async Task RenewLockAsync_ConnectionCutMeanwhile_KeepsMessage()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        await Queue.SendAsync(Name, Message("m-1"), Token);
        IReceivedMessage message = await NextAsync(receiver);

        _broker!.Cut();
        Pass(Settings.LockDuration * 0.75);
        await message.RenewLockAsync(Token);
        Pass(Settings.LockDuration * 0.75);
        await message.CompleteAsync(Token);

        await SettledAsync(left: 0);
    }

    [Fact]
    public async Task SendAsync_BrokerBusy_WaitsAndSends()
    {
        int refusals = 3;
        _refusal = () => refusals-- > 0 ? new Error("com.microsoft:server-busy") { Description = "Busy." } : null;
        List<Exception> retries = [];
        await using ServiceBusJobQueue queue = TestBus.Open(_broker!.Port, onRetry: retries.Add);

        await queue.SendAsync(Name, Message("m-1"), Token);

        Assert.Equal(3, retries.Count);
        Assert.All(retries, fault => Assert.Equal(ServiceBusFailureReason.ServiceBusy, Assert.IsType<ServiceBusException>(fault).Reason));
        Assert.Equal(1, Left);
    }

    [Fact]
    public async Task SendAsync_BrokersLimitLower_IsRefused()
    {
        using var broker = Broker.Open(new BrokerOptions { MessageBytes = 1000 }, TimeProvider.System);
        await using ServiceBusJobQueue queue = TestBus.Open(broker.Port);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => queue.SendAsync(Name, Message("m-1") with { Body = new byte[1000] }, Token));

        Assert.Equal(ReasonCode.MessageTooLarge, refused.Reason);
    }

    [Fact]
    public async Task SendAsync_TokenNotAccepted_IsRefusedAtOnceAndNamesNoToken()
    {
        int retries = 0;
        using var broker = Broker.Open(new BrokerOptions { TokenCheck = _ => false }, TimeProvider.System);
        await using ServiceBusJobQueue queue = TestBus.Open(broker.Port, onRetry: _ => retries++);

        QueueUnavailableException refused = await Assert.ThrowsAsync<QueueUnavailableException>(() => queue.SendAsync(Name, Message("m-1"), Token));
        await Assert.ThrowsAsync<QueueUnavailableException>(() => queue.CreateReceiver(Name).ReceiveAsync(Patience, Token));

        Assert.Equal(0, retries);
        Assert.DoesNotContain("SharedAccessSignature", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeadLetters_AreReceivedAndSettledToo()
    {
        IJobReceiver receiver = Queue.CreateReceiver(Name);
        await Queue.SendAsync(Name, Message("m-1"), Token);
        await (await NextAsync(receiver)).DeadLetterAsync(ReasonCode.UnknownTask, "No such task.", Token);

        await using ServiceBusClient client = TestBus.Client(_broker!.Port);
        await using ServiceBusReceiver dead = client.CreateReceiver(Name.Value, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        ServiceBusReceivedMessage message = await dead.ReceiveMessageAsync(Patience, Token);
        await dead.CompleteMessageAsync(message, Token);

        Assert.Equal(("m-1", "unknownTask", "No such task."), (message.MessageId, message.DeadLetterReason, message.DeadLetterErrorDescription));
        await Eventually.HoldsAsync(() => _broker.Counts.Single(count => count.Name == Name).DeadLetters == 0, Token);
    }

    [Fact]
    public async Task PeekMessages_OfAQueue_LeavesThemThere()
    {
        for (int i = 0; i < 3; i++)
        {
            await Queue.SendAsync(Name, Message($"m-{i}"), Token);
        }

        await using ServiceBusClient client = TestBus.Client(_broker!.Port);
        await using ServiceBusReceiver receiver = client.CreateReceiver(Name.Value);
        IReadOnlyList<ServiceBusReceivedMessage> first = await receiver.PeekMessagesAsync(2, cancellationToken: Token);
        IReadOnlyList<ServiceBusReceivedMessage> rest = await receiver.PeekMessagesAsync(2, first[^1].SequenceNumber + 1, Token);

        Assert.Equal(["m-0", "m-1", "m-2"], first.Concat(rest).Select(message => message.MessageId));
        Assert.Equal(3, Left);
    }

    /// <summary>This is how the broker's library reports a delivery whose connection broke while it was written.</summary>
    [Fact]
    public async Task Broker_RejectionByTheConnectionsFault_IsNoDeadLetter()
    {
        await Queue.SendAsync(Name, Message("m-1"), Token);
        var factory = new Amqp.ConnectionFactory();
        factory.SASL.Profile = Amqp.Sasl.SaslProfile.Anonymous;
        Amqp.Connection connection = await factory.CreateAsync(new Amqp.Address($"amqp://127.0.0.1:{_broker!.Port}"));
        var link = new Amqp.ReceiverLink(new Amqp.Session(connection), "raw", Name.Value);
        // One credit, so that what comes again does not come to this link.
        link.SetCredit(1, Amqp.CreditMode.Manual);
        using Amqp.Message taken = await link.ReceiveAsync(Patience);
        link.Reject(taken, new Error(Amqp.ErrorCode.ConnectionForced));
        await connection.CloseAsync();
        Pass(Settings.LockDuration);

        IReceivedMessage again = await NextAsync(Queue.CreateReceiver(Name));

        Assert.Equal(("m-1", 2), (again.Id, again.Deliveries));
        Assert.Equal(0, _broker.Counts.Single(count => count.Name == Name).DeadLetters);
    }

    private Broker Open(int port) => Broker.Open(new BrokerOptions { Port = port, Queues = Settings, StoreFolder = _folder.Path, Refusal = () => _refusal() }, _clock);

    private void Stop()
    {
        _broker!.Cut();
        _broker.Dispose();
    }

    private void Start() => _broker = Open(_broker!.Port);

    private async Task SendAllAsync(int messages)
    {
        for (int i = 0; i < messages; i++)
        {
            await Queue.SendAsync(Name, Message($"m-{i}"), Token);
        }
    }

    /// <summary>The next message, even where a former delivery was lost with its connection and the message is still locked.</summary>
    private async Task<IReceivedMessage> EventuallyAsync(IJobReceiver receiver)
    {
        IReceivedMessage? message;
        while ((message = await receiver.ReceiveAsync(TimeSpan.FromSeconds(1), Token)) is null)
        {
            Pass(Settings.LockDuration);
        }

        return message;
    }
}
