using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Fdkt.Contracts.Messaging;
using Polly;

namespace Fdkt.Transport.Jobs.ServiceBus;

/// <summary>
/// Takes messages of one queue. The SDK loses what arrives in the moment in which a receive of it is cancelled: locked, and with nobody. So its receives are never
/// cancelled; one whose caller went away is kept for the next caller.
/// </summary>
/// <param name="queue">The queue.</param>
/// <param name="receiver">The SDK's receiver; disposed with this.</param>
/// <param name="retry">Tries again to receive until the wait is over, and a bounded number of times to settle.</param>
/// <param name="time">Times the wait.</param>
internal sealed class ServiceBusJobReceiver(QueueName queue, ServiceBusReceiver receiver, (ResiliencePipeline Receive, ResiliencePipeline Settle) retry, TimeProvider time) : IJobReceiver
{
    /// <summary>The SDK takes no wait of zero; within this a message that is there arrives.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Task<ServiceBusReceivedMessage?>> _left = new();

    public async Task<IReceivedMessage?> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(receiver.IsClosed, this);
        TimeSpan longest = wait > ShortestWait ? wait : ShortestWait;
        using var over = new CancellationTokenSource(longest + ShortestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            return await retry.Receive.ExecuteAsync(async stop => await NextAsync(longest, stop).ConfigureAwait(false), either.Token).ConfigureAwait(false) is { } message
                ? new ServiceBusJobMessage(message, receiver, retry.Settle)
                : null;
        }
        catch (Exception) when (receiver.IsClosed && !cancellationToken.IsCancellationRequested)
        {
            // Disposed meanwhile: that ends the wait.
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The wait is over: the broker had nothing, or was away.
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
                await new ServiceBusJobMessage(message, receiver, ResiliencePipeline.Empty).AbandonAsync(CancellationToken.None).ConfigureAwait(false);
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
                return await WaitAsync(earlier, cancellationToken).ConfigureAwait(false);
            }
        }

        return await WaitAsync(receiver.ReceiveMessageAsync(wait, CancellationToken.None), cancellationToken).ConfigureAwait(false);
    }

    private async Task<ServiceBusReceivedMessage?> WaitAsync(Task<ServiceBusReceivedMessage?> receive, CancellationToken cancellationToken)
    {
        try
        {
            return await receive.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !receive.IsFaulted && !receive.IsCanceled)
        {
            // The wait ended, not the receive; a message may have come in the same moment.
            _left.Enqueue(receive);
            throw;
        }
    }
}
