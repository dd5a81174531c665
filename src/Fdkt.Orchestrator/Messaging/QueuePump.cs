using System.Diagnostics;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Messaging;
using Fdkt.Contracts.Telemetry;
using Fdkt.Orchestrator.Hosting;
using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Messaging;

/// <summary>Takes the messages of one queue and settles each by what came of it: done, later, or dead-lettered with the reason for which it was refused.</summary>
internal sealed class QueuePump(
    IJobQueue queue, QueueName name, Func<IReceivedMessage, CancellationToken, Task<Settlement>> handle, OrchestratorOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Takes messages until it is stopped.</summary>
    /// <param name="cancellationToken">Stops; what is being handled is settled or given back.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using IJobReceiver receiver = queue.CreateReceiver(name);
        using var slots = new SemaphoreSlim(options.ParallelMessages);
        var handling = new List<Task>();
        try
        {
            while (true)
            {
                await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
                handling.RemoveAll(task => task.IsCompleted);
                handling.Add(TakeAsync(await ReceiveAsync(receiver, cancellationToken).ConfigureAwait(false), slots, cancellationToken));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            await Task.WhenAll(handling).ConfigureAwait(false);
        }
    }

    /// <summary>Takes what is there now, one after the other, up to the first that cannot be dealt with now.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many messages were dealt with.</returns>
    public async Task<int> DrainAsync(CancellationToken cancellationToken)
    {
        await using IJobReceiver receiver = queue.CreateReceiver(name);
        int count = 0;
        while (await receiver.ReceiveAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false) is { } message)
        {
            if (!await HandleAsync(message, cancellationToken).ConfigureAwait(false))
            {
                break;
            }

            count++;
        }

        return count;
    }

    private async Task<IReceivedMessage?> ReceiveAsync(IJobReceiver receiver, CancellationToken cancellationToken)
    {
        try
        {
            return await receiver.ReceiveAsync(options.ReceiveWait, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            MessagingLog.NotReceived(logger, name, options.FaultPause, error);
            await Task.Delay(options.FaultPause, time, cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    private async Task TakeAsync(IReceivedMessage? message, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        try
        {
            if (message is not null)
            {
                await HandleAsync(message, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>Handles and settles a message that was taken.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Whether the message was dealt with; else it comes again.</returns>
    public async Task<bool> HandleAsync(IReceivedMessage message, CancellationToken cancellationToken)
    {
        QueueTelemetry.Taken(name, message, time);
        try
        {
            if (await SettlementAsync(message, cancellationToken).ConfigureAwait(false) == Settlement.Done)
            {
                await message.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
                return true;
            }

            // Kept for a moment before it is given back: brokers count deliveries and give up on a message after some.
            await Task.Delay(options.LaterPause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await message.AbandonAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (RefusedException error)
        {
            MessagingLog.Refused(logger, name, message.Id, error.Reason, error.Message);
            return await TryDeadLetterAsync(message, error).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The message was dealt with; it comes again and comes to the same.
            MessagingLog.NotSettled(logger, name, message.Id, error);
        }

        return false;
    }

    private async Task<Settlement> SettlementAsync(IReceivedMessage message, CancellationToken cancellationToken)
    {
        using Activity span = RoundTrace.Start($"process {name}", ActivityKind.Consumer, message.TraceParent);
        try
        {
            return await handle(message, cancellationToken).ConfigureAwait(false);
        }
        catch (RefusedException error)
        {
            RoundTrace.Fail(span, error);
            throw;
        }
        catch (Exception error)
        {
            RoundTrace.Fail(span, error);
            if (!cancellationToken.IsCancellationRequested)
            {
                MessagingLog.NotHandled(logger, name, message.Id, message.Deliveries, error);
            }

            return Settlement.Later;
        }
    }

    private async Task<bool> TryDeadLetterAsync(IReceivedMessage message, RefusedException refusal)
    {
        try
        {
            await message.DeadLetterAsync(refusal.Reason, refusal.Message, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception error)
        {
            MessagingLog.NotSettled(logger, name, message.Id, error);
            return false;
        }
    }
}
