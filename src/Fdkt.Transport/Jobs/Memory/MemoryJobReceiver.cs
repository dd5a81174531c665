using Fdkt.Contracts.Messaging;
using Fdkt.Transport.Jobs.PeekLock;

namespace Fdkt.Transport.Jobs.Memory;

/// <summary>Takes messages of one queue in memory. Nothing is fetched ahead, so there is nothing to give back.</summary>
internal sealed class MemoryJobReceiver(PeekLockQueue<QueueMessage> queue, TimeProvider clock, CancellationToken queueEnded) : IJobReceiver
{
    private readonly CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(queueEnded);

    public async Task<IReceivedMessage?> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(ended.IsCancellationRequested, this);
        using var deadline = new CancellationTokenSource(wait, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ended.Token, cancellationToken);
        try
        {
            return new MemoryReceivedMessage(queue, await queue.TakeAsync(stop.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync().ConfigureAwait(false);
        ended.Dispose();
    }
}
