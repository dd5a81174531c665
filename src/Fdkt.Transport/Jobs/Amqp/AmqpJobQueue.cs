using Fdkt.Contracts.Messaging;

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>
/// Queues of a broker that speaks AMQP 1.0, in the way of Service Bus: peek-lock, the lock's token as delivery tag, renewal over the queue's management
/// node. One connection, built anew with back-off when it is lost. Thread-safe.
/// </summary>
public sealed class AmqpJobQueue : IJobQueue, IDeadLetterReader
{
    // Dead letters are there already: the first comes with the link, the next ones at once.
    private static readonly TimeSpan DeadLetterWait = TimeSpan.FromSeconds(1);

    private readonly AmqpOptions options;
    private readonly TimeProvider clock;
    private readonly AmqpConnection connection;
    private readonly AmqpSender sender;

    /// <summary>Connects on first use.</summary>
    /// <param name="options">Where the broker is.</param>
    /// <param name="clock">The clock.</param>
    public AmqpJobQueue(AmqpOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        this.clock = clock;
        connection = new AmqpConnection(options, clock);
        sender = new AmqpSender(connection, options, clock);
    }

    /// <inheritdoc/>
    public Task SendAsync(QueueName queue, QueueMessage message, CancellationToken cancellationToken) => sender.SendAsync(queue, message, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// While the broker is away a receive waits and returns null in the end; <see cref="AmqpOptions.OnRetry"/> hears why. Where the broker refuses for
    /// good (user, queue, certificate) it throws <see cref="QueueUnavailableException"/>.
    /// </remarks>
    public IJobReceiver CreateReceiver(QueueName queue) => new AmqpJobReceiver(connection, queue, options.Address(queue), options, clock);

    /// <inheritdoc/>
    /// <remarks>The dead letters are locked while they are read, and given back.</remarks>
    public async Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(QueueName queue, CancellationToken cancellationToken)
    {
        var receiver = new AmqpJobReceiver(connection, queue, options.Address(queue) + AmqpNames.DeadLetterSuffix, options, clock);
        await using (receiver.ConfigureAwait(false))
        {
            try
            {
                await receiver.AttachedAsync(cancellationToken).WaitAsync(options.StepTimeout, clock, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException fault)
            {
                throw new QueueUnavailableException(queue, fault);
            }

            List<AmqpReceivedMessage> found = [];
            while (await receiver.ReceiveAsync(DeadLetterWait, cancellationToken).ConfigureAwait(false) is AmqpReceivedMessage message)
            {
                found.Add(message);
            }

            foreach (AmqpReceivedMessage message in found)
            {
                await message.AbandonAsync(cancellationToken).ConfigureAwait(false);
            }

            return [.. found.Select(message => message.AsDeadLetter())];
        }
    }

    /// <summary>Closes the connection. Messages that were taken and not settled come again when their locks end.</summary>
    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
