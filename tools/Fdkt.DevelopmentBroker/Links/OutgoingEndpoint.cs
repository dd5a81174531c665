using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;
using Fdkt.DevelopmentBroker.Faults;
using Fdkt.DevelopmentBroker.PeekLock;

namespace Fdkt.DevelopmentBroker.Links;

/// <summary>
/// Delivers a queue's messages to a client, one for each credit. As with Service Bus, messages that are not settled when the link closes stay locked until
/// their locks end.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Token sources without timers hold nothing.")]
internal sealed class OutgoingEndpoint(PeekLockQueue<byte[]> queue, FaultDice dice, TimeProvider clock) : LinkEndpoint
{
    private readonly Lock gate = new();
    private CancellationTokenSource credit = new();
    private List<Task> deliveries = [];

    public override void OnFlow(FlowContext flowContext)
    {
        ListenerLink link = flowContext.Link;
        lock (gate)
        {
            if (link.IsDraining)
            {
                _ = DrainAsync(link, Withdraw());
                return;
            }

            deliveries.RemoveAll(delivery => delivery.IsCompleted);
            for (int i = 0; i < flowContext.Messages; i++)
            {
                deliveries.Add(DeliverAsync(link, credit.Token));
            }
        }
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
        // The library settles what is open when a link closes, and what it could not write when a connection breaks; no client said so. The lock ends by itself.
        if (dispositionContext.Link.IsClosed || IsBroken(dispositionContext.DeliveryState) || dispositionContext.Message is not LockedMessage message)
        {
            return;
        }

        bool held = dispositionContext.DeliveryState switch
        {
            Accepted => queue.Complete(message.Token),
            Rejected rejected => queue.Bury(message.Token, DeathOf(rejected)),
            _ => queue.Abandon(message.Token),
        };
        if (!dispositionContext.Settled)
        {
            DeliveryState answer = held ? dispositionContext.DeliveryState : new Rejected { Error = new Error("com.microsoft:message-lock-lost") };
            dispositionContext.Link.DisposeMessage(message, answer, true);
        }
    }

    public override void OnLinkClosed(ListenerLink link, Error error)
    {
        lock (gate)
        {
            Withdraw();
        }
    }

    /// <summary>Whether a rejection tells of the connection and not of the message: its condition is one of the protocol's own, where a client that wants a dead letter names another or none.</summary>
    private static bool IsBroken(DeliveryState state) =>
        state is Rejected { Error.Condition: { } condition } && ((string)condition).StartsWith("amqp:", StringComparison.Ordinal);

    private static Death DeathOf(Rejected rejected) => new(
        rejected.Error?.Info?[(Symbol)AmqpNames.DeadLetterReason] as string ?? rejected.Error?.Condition ?? string.Empty,
        rejected.Error?.Info?[(Symbol)AmqpNames.DeadLetterDescription] as string ?? rejected.Error?.Description ?? string.Empty);

    private static async Task DrainAsync(ListenerLink link, Task[] running)
    {
        await Task.WhenAll(running).ConfigureAwait(false);
        link.CompleteDrain();
    }

    private Task[] Withdraw()
    {
        // Who waits for a message goes on on a thread of its own, not on this one, which holds the lock.
        _ = credit.CancelAsync();
        Task[] running = [.. deliveries];
        credit = new CancellationTokenSource();
        deliveries = [];
        return running;
    }

    private async Task DeliverAsync(ListenerLink link, CancellationToken withdrawn)
    {
        try
        {
            while (true)
            {
                PeekLocked<byte[]> taken = await queue.TakeAsync(withdrawn).ConfigureAwait(false);
                if (dice.Drops())
                {
                    continue;
                }

                if (dice.Delay() is var delay && delay > TimeSpan.Zero)
                {
                    await Task.Delay(delay, clock, CancellationToken.None).ConfigureAwait(false);
                }

                Send(link, taken, withdrawn);
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The credit was taken back.
        }
    }

    private void Send(ListenerLink link, PeekLocked<byte[]> taken, CancellationToken withdrawn)
    {
        lock (gate)
        {
            try
            {
                if (!withdrawn.IsCancellationRequested)
                {
                    link.SendMessage(MessageCopies.Deliver(taken));
                    return;
                }
            }
            catch (Exception fault) when (fault is AmqpException or ObjectDisposedException or IOException or SocketException)
            {
                // The link is closing.
            }
        }

        queue.PutBack(taken.Token);
    }
}
