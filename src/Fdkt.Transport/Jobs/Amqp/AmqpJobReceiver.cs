using Amqp;
using Fdkt.Contracts.Messaging;

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>Takes messages of one address. Attaches on the first receive, and again, with back-off, when the link is lost. Thread-safe.</summary>
internal sealed class AmqpJobReceiver(AmqpConnection connection, QueueName queue, string address, AmqpOptions options, TimeProvider clock) : IJobReceiver
{
    private static readonly TimeSpan DrainWait = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly LinkedList<TaskCompletionSource<AmqpReceivedMessage>> waiting = [];
    private readonly AmqpHeldMessages held = new(options, clock);
    private readonly CancellationTokenSource ended = new();
    private Task<AmqpReceiverLink>? attached;

    public async Task<IReceivedMessage?> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(ended.IsCancellationRequested || connection.IsDisposed, this);
        if (held.Take() is { } early)
        {
            return early;
        }

        using var deadline = new CancellationTokenSource(wait, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ended.Token, cancellationToken);
        LinkedListNode<TaskCompletionSource<AmqpReceivedMessage>> waiter = Enter();
        try
        {
            while (!waiter.Value.Task.IsCompleted)
            {
                AmqpReceiverLink link = await AttachedAsync(stop.Token).ConfigureAwait(false);
                link.Want(Waiting);
                await Task.WhenAny(waiter.Value.Task, link.Closed).WaitAsync(stop.Token).ConfigureAwait(false);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException && (stop.IsCancellationRequested || ended.IsCancellationRequested || connection.IsDisposed))
        {
            // The wait is over, one way or another. A message that came at the same moment is kept below.
        }
        finally
        {
            Leave(waiter);
        }

        if (waiter.Value.Task.IsCompletedSuccessfully)
        {
            return await waiter.Value.Task.ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return null;
    }

    /// <summary>Attaches, or waits until that succeeds.</summary>
    /// <exception cref="QueueUnavailableException">The broker refuses for good.</exception>
    public Task<AmqpReceiverLink> AttachedAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            AmqpReceiverLink? lost = attached is { IsCompletedSuccessfully: true, Result: { Closed.IsCompleted: true } link } ? link : null;
            if (attached is null || attached.IsFaulted || attached.IsCanceled || lost is not null)
            {
                attached = AttachAsync(lost);
            }

            return attached.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync().ConfigureAwait(false);
        Task<AmqpReceiverLink>? last;
        lock (gate)
        {
            last = attached;
        }

        held.End();
        try
        {
            if (last is not null)
            {
                AmqpReceiverLink link = await last.ConfigureAwait(false);
                await link.CloseAsync(address, options.DrainOnStop, new Limit(DrainWait, clock, CancellationToken.None)).ConfigureAwait(false);
                await link.Line.FlushAsync().ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (AmqpFault.Is(fault) || fault is QueueUnavailableException)
        {
            // It was never attached.
        }
    }

    private int Waiting
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    private async Task<AmqpReceiverLink> AttachAsync(AmqpReceiverLink? lost)
    {
        // Away from the lock of the caller.
        await Task.Yield();
        var backOff = new BackOff(options);
        TimeSpan wait = lost is null ? TimeSpan.Zero : backOff.Next(lost.Fault);
        if (lost?.Fault is { } fault)
        {
            options.OnRetry?.Invoke(fault);
        }

        while (true)
        {
            await Task.Delay(wait, clock, ended.Token).ConfigureAwait(false);
            try
            {
                AmqpLine line = await connection.GetAsync(ended.Token).ConfigureAwait(false);
                return await AmqpReceiverLink.AttachAsync(line, address, new Limit(options.StepTimeout, clock, ended.Token), OnMessage).ConfigureAwait(false);
            }
            catch (Exception refusal) when (AmqpFault.Is(refusal) && !ended.IsCancellationRequested && !connection.IsDisposed)
            {
                if (AmqpFault.IsFinal(refusal))
                {
                    throw new QueueUnavailableException(queue, refusal);
                }

                options.OnRetry?.Invoke(refusal);
                wait = backOff.Next(refusal);
            }
        }
    }

    private void OnMessage(AmqpReceiverLink link, Message message)
    {
        var received = new AmqpReceivedMessage(connection, queue, address, link, message, options, clock);
        lock (gate)
        {
            if (waiting.First is { } waiter)
            {
                waiting.RemoveFirst();
                waiter.Value.SetResult(received);
                return;
            }
        }

        held.Add(received);
    }

    private LinkedListNode<TaskCompletionSource<AmqpReceivedMessage>> Enter()
    {
        lock (gate)
        {
            return waiting.AddLast(new TaskCompletionSource<AmqpReceivedMessage>(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }

    private void Leave(LinkedListNode<TaskCompletionSource<AmqpReceivedMessage>> waiter)
    {
        lock (gate)
        {
            if (waiter.List is not null)
            {
                waiting.Remove(waiter);
            }
        }
    }
}
