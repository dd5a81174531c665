using System.Diagnostics.CodeAnalysis;

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>
/// Messages that arrived when nobody waited any more: credit once given cannot be taken back at will. The next receive gets them; after a moment, or at
/// the end, they go back to the broker. Thread-safe.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "End stops every timer.")]
internal sealed class AmqpHeldMessages(AmqpOptions options, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly LinkedList<(AmqpReceivedMessage Message, ITimer Timer)> messages = [];
    private bool ended;

    public void Add(AmqpReceivedMessage message)
    {
        lock (gate)
        {
            if (!ended)
            {
                LinkedListNode<(AmqpReceivedMessage, ITimer)>? node = null;
                node = messages.AddLast((message, clock.CreateTimer(_ => GiveBack(node), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan)));
                node.Value.Item2.Change(options.HoldTime, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        GiveBack(message);
    }

    /// <summary>The oldest one that is still ours; null where there is none.</summary>
    public AmqpReceivedMessage? Take()
    {
        lock (gate)
        {
            while (messages.First is { } first)
            {
                messages.RemoveFirst();
                first.Value.Timer.Dispose();
                if (first.Value.Message.IsStillLocked)
                {
                    return first.Value.Message;
                }
            }

            return null;
        }
    }

    /// <summary>Gives all back, and from now on each one that comes.</summary>
    public void End()
    {
        lock (gate)
        {
            ended = true;
        }

        while (Take() is { } message)
        {
            GiveBack(message);
        }
    }

    private static void GiveBack(AmqpReceivedMessage message) => _ = message.AbandonAsync(CancellationToken.None);

    private void GiveBack(LinkedListNode<(AmqpReceivedMessage Message, ITimer Timer)>? node)
    {
        lock (gate)
        {
            if (node?.List is null)
            {
                return;
            }

            messages.Remove(node);
            node.Value.Timer.Dispose();
        }

        GiveBack(node.Value.Message);
    }
}
