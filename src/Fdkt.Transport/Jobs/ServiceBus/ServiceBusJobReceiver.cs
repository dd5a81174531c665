using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Fdkt.Contracts.Messaging;

namespace Fdkt.Transport.Jobs.ServiceBus;

/// <summary>
/// Takes messages of one queue. The SDK loses what arrives in the moment in which a receive of it is cancelled: locked, and with nobody. So its receives are never
/// cancelled; one whose caller went away is kept for the next caller.
/// </summary>
internal sealed class ServiceBusJobReceiver(QueueName queue, ServiceBusReceiver receiver) : IJobReceiver
{
    /// <summary>The SDK takes no wait of zero; within this a message that is there arrives.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Task<ServiceBusReceivedMessage?>> _left = new();

    public async Task<IReceivedMessage?> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(receiver.IsClosed, this);
        TimeSpan longest = wait > ShortestWait ? wait : ShortestWait;
        try
        {
            return await NextAsync(longest, cancellationToken).ConfigureAwait(false) is { } message ? new ServiceBusJobMessage(message, new ReceiverSettlement(receiver)) : null;
        }
        catch (Exception) when (receiver.IsClosed && !cancellationToken.IsCancellationRequested)
        {
            // Disposed meanwhile: that ends the wait.
            return null;
        }
        catch (Exception error) when (ServiceBusMessages.IsUnavailable(error))
        {
            throw new QueueUnavailableException(queue, error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_left.TryDequeue(out Task<ServiceBusReceivedMessage?>? receive))
        {
            if (receive is { IsCompletedSuccessfully: true, Result: { } message })
            {
                await new ServiceBusJobMessage(message, new ReceiverSettlement(receiver)).AbandonAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        await receiver.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<ServiceBusReceivedMessage?> NextAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        while (_left.TryDequeue(out Task<ServiceBusReceivedMessage?>? earlier))
        {
            // One that ended without a message, or with a fault, says nothing to this caller.
            if (!earlier.IsCompleted || earlier is { IsCompletedSuccessfully: true, Result: not null })
            {
                return await WaitAsync(earlier, wait, cancellationToken).ConfigureAwait(false);
            }
        }

        return await WaitAsync(receiver.ReceiveMessageAsync(wait, CancellationToken.None), wait + ShortestWait, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ServiceBusReceivedMessage?> WaitAsync(Task<ServiceBusReceivedMessage?> receive, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            return await receive.WaitAsync(wait, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception end) when (end is OperationCanceledException or TimeoutException && !receive.IsFaulted && !receive.IsCanceled)
        {
            // The wait ended, not the receive; a message may have come in the same moment.
            _left.Enqueue(receive);
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }
}
