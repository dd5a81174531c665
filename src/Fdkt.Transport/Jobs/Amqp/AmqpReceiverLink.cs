using Amqp;

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>One attached link to receive from. The broker gets credit only for receives that wait, so messages are not fetched ahead. Thread-safe.</summary>
internal sealed class AmqpReceiverLink
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ReceiverLink link;
    private int credit;

    private AmqpReceiverLink(AmqpLine line, ReceiverLink link)
    {
        Line = line;
        this.link = link;
        link.AddClosedCallback((_, error) =>
        {
            Fault = error is null ? null : AmqpFault.Closed(error, "link");
            closed.TrySetResult();
        });
    }

    /// <summary>The connection.</summary>
    public AmqpLine Line { get; }

    /// <summary>The link's name, for requests about its messages.</summary>
    public string Name => link.Name;

    /// <summary>Ends when the link is gone.</summary>
    public Task Closed => closed.Task;

    /// <summary>What the broker said when it closed the link; null where it said nothing.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Attaches to an address.</summary>
    /// <param name="line">The connection.</param>
    /// <param name="address">The address.</param>
    /// <param name="limit">Bound of the wait.</param>
    /// <param name="onMessage">Takes what arrives, on the reading thread: must not wait.</param>
    public static async Task<AmqpReceiverLink> AttachAsync(AmqpLine line, string address, Limit limit, Action<AmqpReceiverLink, Message> onMessage)
    {
        await line.AuthorizeAsync(address, limit.Token).ConfigureAwait(false);
        Session session = line.NewSession();
        AmqpReceiverLink? made = null;
        try
        {
            // No message comes before there is credit, and that comes after the link is made.
            ReceiverLink link = await AmqpLinks.ReceiverAsync(session, address, target: null, limit, (_, message) => made!.OnMessage(message, onMessage)).ConfigureAwait(false);
            return made = new AmqpReceiverLink(line, link);
        }
        catch
        {
            AmqpLinks.CloseQuietly(session);
            throw;
        }
    }

    /// <summary>Asks the broker for so many messages, what it was asked for before included.</summary>
    public void Want(int messages)
    {
        lock (gate)
        {
            if (messages > credit && !link.IsClosed)
            {
                // The library drops the link where more arrives than was asked for, so credit only grows, and no flow is sent without need.
                link.SetCredit(messages - credit, CreditMode.Manual);
                credit = messages;
            }
        }
    }

    /// <summary>Settles a message that came over this link.</summary>
    /// <param name="message">The message.</param>
    /// <param name="outcome">What becomes of it.</param>
    /// <returns>Whether the broker was told; false where the link is gone.</returns>
    public async Task<bool> SettleAsync(Message message, Action<ReceiverLink, Message> outcome)
    {
        try
        {
            if (link.IsClosed)
            {
                return false;
            }

            outcome(link, message);
            await Line.FlushAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception fault) when (AmqpFault.Is(fault))
        {
            return false;
        }
    }

    /// <summary>Takes the credit back: after this no message is on its way. Then closes.</summary>
    /// <param name="address">The address that it is attached to.</param>
    /// <param name="drain">Whether the broker stands to be asked for credit back.</param>
    /// <param name="limit">Bound of the wait.</param>
    public async Task CloseAsync(string address, bool drain, Limit limit)
    {
        try
        {
            if (drain && TakeOutstanding() is > 0 and int outstanding && !link.IsClosed)
            {
                // The library does not tell when the broker's answer is here. Whatever is asked after it is answered after it: a second link serves as that.
                link.SetCredit(outstanding, CreditMode.Drain);
                AmqpLinks.CloseQuietly(await AmqpLinks.ReceiverAsync(link.Session, address, target: null, limit, onMessage: null).ConfigureAwait(false));
            }
        }
        catch (Exception fault) when (AmqpFault.Is(fault))
        {
            // The link is gone; the broker's own lock ends some day.
        }

        AmqpLinks.CloseQuietly(link);
        AmqpLinks.CloseQuietly(link.Session);
        closed.TrySetResult();
    }

    private int TakeOutstanding()
    {
        lock (gate)
        {
            return credit;
        }
    }

    private void OnMessage(Message message, Action<AmqpReceiverLink, Message> onMessage)
    {
        lock (gate)
        {
            credit--;
        }

        onMessage(this, message);
    }
}
