using Azure.Messaging.ServiceBus;
using Fdkt.Contracts.Messaging;
using Fdkt.DevelopmentBroker;
using Fdkt.Transport.Jobs.Amqp;
using Fdkt.Transport.Jobs.ServiceBus;
using Fdkt.Transport.Tests.Brokers;
using Microsoft.Extensions.Time.Testing;

namespace Fdkt.Transport.Tests.Jobs.ServiceBus;

/// <summary>
/// The adapter on Service Bus's own SDK, on the development broker, which the SDK takes for Microsoft's emulator.
/// </summary>
public sealed class ServiceBusJobQueueTests : JobQueueContract
{
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private Broker? broker;
    private ServiceBusJobQueue? queue;
    private AmqpJobQueue? other;

    protected override IJobQueue Queue => queue!;

    // The SDK can only take a dead letter or peek at it with a request that the broker does not know; the other adapter sees the same queue.
    protected override IDeadLetterReader DeadLetters => other!;

    public override ValueTask InitializeAsync()
    {
        broker = Broker.Open(new BrokerOptions { Queues = Settings }, clock);
        var options = new ServiceBusClientOptions { RetryOptions = new ServiceBusRetryOptions { TryTimeout = TimeSpan.FromSeconds(20), MaxRetries = 3 } };
        queue = new ServiceBusJobQueue(new ServiceBusClient($"Endpoint=sb://127.0.0.1:{broker.Port};SharedAccessKeyName=name;SharedAccessKey=key;UseDevelopmentEmulator=true", options));
        other = new AmqpJobQueue(FastOptions.For(broker.Port), TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await queue!.DisposeAsync();
        await other!.DisposeAsync();
        broker!.Dispose();
    }

    protected override void Pass(TimeSpan time) => clock.Advance(time);

    protected override Task SettledAsync(int left) => Eventually.HoldsAsync(() => broker!.Counts.Single(count => count.Name == Name).Messages == left, Token);
}
