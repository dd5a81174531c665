using System.Collections.Concurrent;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Messaging;
using Fdkt.DevelopmentBroker.PeekLock;
using Fdkt.DevelopmentBroker.Storage;

namespace Fdkt.DevelopmentBroker;

/// <summary>The queues by address. Contents are encoded AMQP messages. Thread-safe.</summary>
internal sealed class BrokerQueues : IDisposable
{
    private readonly ConcurrentDictionary<QueueName, Lazy<PeekLockQueue<byte[]>>> queues = new();
    private readonly BrokerOptions options;
    private readonly TimeProvider clock;
    private readonly MessageStore? store;

    public BrokerQueues(BrokerOptions options, TimeProvider clock, MessageStore? store)
    {
        this.options = options;
        this.clock = clock;
        this.store = store;
        foreach (StoredMessage message in store?.Load() ?? [])
        {
            PeekLockQueue<byte[]> queue = Queue(new QueueName(message.Queue));
            (message.Death is null ? queue : queue.DeadLetters!).Restore(message.Place, message.Id, message.Content, message.Death);
        }

        store?.Open();
    }

    /// <summary>Messages and dead letters by queue.</summary>
    public IEnumerable<(QueueName Name, int Messages, int DeadLetters)> Counts =>
        queues.Select(queue => (queue.Key, queue.Value.Value.Count, queue.Value.Value.DeadLetters!.Count)).OrderBy(count => count.Key.Value, StringComparer.Ordinal);

    /// <summary>The queue at an address, made on first use; null where there is none of that name.</summary>
    public PeekLockQueue<byte[]>? Find(string address)
    {
        bool dead = address.EndsWith(AmqpNames.DeadLetterSuffix, StringComparison.OrdinalIgnoreCase);
        try
        {
            var name = new QueueName(dead ? address[..^AmqpNames.DeadLetterSuffix.Length] : address);
            bool known = options.Names.Count == 0 || options.Names.Contains(name);
            return known ? dead ? Queue(name).DeadLetters : Queue(name) : null;
        }
        catch (InvalidNameException)
        {
            return null;
        }
    }

    /// <summary>Tries something on every queue, dead letters included, until it works. For locks, whose tokens are unique.</summary>
    public T? First<T>(Func<PeekLockQueue<byte[]>, T?> attempt)
        where T : struct =>
        queues.Values.SelectMany(queue => new[] { queue.Value, queue.Value.DeadLetters! }).Select(attempt).FirstOrDefault(result => result is not null);

    public void Dispose()
    {
        foreach (Lazy<PeekLockQueue<byte[]>> queue in queues.Values)
        {
            queue.Value.Dispose();
        }

        store?.Dispose();
    }

    private PeekLockQueue<byte[]> Queue(QueueName name) =>
        queues.GetOrAdd(name, _ => new Lazy<PeekLockQueue<byte[]>>(() => new PeekLockQueue<byte[]>(
            options.Queues, clock, store?.LogOf(name.Value, dead: false), store?.LogOf(name.Value, dead: true)))).Value;
}
