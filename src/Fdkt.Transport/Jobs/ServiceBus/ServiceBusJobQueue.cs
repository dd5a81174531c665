using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Fdkt.Contracts.Messaging;
using Fdkt.Transport.Resilience;
using Polly;

namespace Fdkt.Transport.Jobs.ServiceBus;

/// <summary>Job queues on Azure Service Bus, its emulator or the development broker, through Azure's own SDK. Thread-safe.</summary>
public sealed class ServiceBusJobQueue : IJobQueue, IDeadLetterReader
{
    private const int PeekBatch = 100;

    private readonly ConcurrentDictionary<QueueName, ServiceBusSender> _senders = new();
    private readonly ServiceBusClient _client;
    private readonly ResiliencePipeline _bounded;
    private readonly ResiliencePipeline _patient;
    private readonly TimeProvider _time;

    /// <summary>Makes a queue.</summary>
    /// <param name="client">The namespace, with a client that does not retry by itself. Disposed with the queue.</param>
    /// <param name="time">Times waits and retries.</param>
    /// <param name="onRetry">Hears of faults that are tried again, for a log; on any thread. Null for nobody.</param>
    /// <param name="rhythm">How often and after which waits a call is tried again; null for the default.</param>
    public ServiceBusJobQueue(ServiceBusClient client, TimeProvider time, Action<Exception>? onRetry = null, RetryRhythm? rhythm = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(time);
        RetryRhythm tempo = rhythm ?? new RetryRhythm();
        (_client, _time) = (client, time);
        _bounded = Retries.Of(tempo, ServiceBusMessages.MayPass, ServiceBusMessages.IsBusy, time, onRetry);
        _patient = Retries.Of(tempo with { Attempts = int.MaxValue }, ServiceBusMessages.MayPass, ServiceBusMessages.IsBusy, time, onRetry);
    }

    /// <inheritdoc/>
    public async Task SendAsync(QueueName queue, QueueMessage message, CancellationToken cancellationToken)
    {
        MessageSize.Check(queue, message);
        try
        {
            ServiceBusSender sender = _senders.GetOrAdd(queue, name => _client.CreateSender(name.Value));
            ServiceBusMessage encoded = ServiceBusMessages.Encode(message);
            await _bounded.ExecuteAsync(async stop => await sender.SendMessageAsync(encoded, stop).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceBusException error) when (error.Reason == ServiceBusFailureReason.MessageSizeExceeded)
        {
            throw MessageSize.TooLarge(queue, message, "the broker refuses it", error);
        }
        catch (Exception error) when (ServiceBusMessages.IsUnavailable(error))
        {
            throw new QueueUnavailableException(queue, error);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Nothing is fetched ahead: a job that waits in one worker's memory is locked for all others.</remarks>
    public IJobReceiver CreateReceiver(QueueName queue)
    {
        ServiceBusReceiver receiver = _client.CreateReceiver(queue.Value, new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.PeekLock, PrefetchCount = 0 });
        return new ServiceBusJobReceiver(queue, receiver, (_patient, _bounded), _time);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(QueueName queue, CancellationToken cancellationToken)
    {
        ServiceBusReceiver receiver = _client.CreateReceiver(queue.Value, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        await using (receiver.ConfigureAwait(false))
        {
            var found = new List<DeadLetter>();
            try
            {
                long from = 0;
                while (await PeekAsync(receiver, from, cancellationToken).ConfigureAwait(false) is { Count: > 0 } batch)
                {
                    found.AddRange(batch.Select(ServiceBusMessages.DeadLetter));
                    from = batch[^1].SequenceNumber + 1;
                }
            }
            catch (Exception error) when (ServiceBusMessages.IsUnavailable(error))
            {
                throw new QueueUnavailableException(queue, error);
            }

            return found;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private ValueTask<IReadOnlyList<ServiceBusReceivedMessage>> PeekAsync(ServiceBusReceiver receiver, long from, CancellationToken cancellationToken) =>
        _bounded.ExecuteAsync(async stop => await receiver.PeekMessagesAsync(PeekBatch, from, stop).ConfigureAwait(false), cancellationToken);
}
