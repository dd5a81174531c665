using Amqp;
using Amqp.Framing;

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>Opens and closes links. The library's own waiting would run callers' code on its reading thread, so waits are done here.</summary>
internal static class AmqpLinks
{
    /// <summary>Opens a link to send on, and waits for the broker's yes.</summary>
    /// <param name="session">The session.</param>
    /// <param name="target">Address to send to.</param>
    /// <param name="source">Address of the sender, for answers to requests; null where none come.</param>
    /// <param name="limit">Bound of the wait.</param>
    /// <exception cref="AmqpException">The broker refuses.</exception>
    public static async Task<SenderLink> SenderAsync(Session session, string target, string? source, Limit limit)
    {
        var attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Attach attach = NewAttach(source, target);

        // An answer without a target announces a refusal; the reason comes with the detach.
        var link = new SenderLink(session, NewName(target), attach, (_, answer) => Answer(attached, answer.Target is not null));
        await AttachedAsync(link, attached, limit).ConfigureAwait(false);
        return link;
    }

    /// <summary>Opens a link to receive from, without credit, and waits for the broker's yes.</summary>
    /// <param name="session">The session.</param>
    /// <param name="source">Address to receive from.</param>
    /// <param name="target">Address of the receiver, for answers to requests; null where none come.</param>
    /// <param name="limit">Bound of the wait.</param>
    /// <param name="onMessage">Called on the reading thread: must not wait.</param>
    /// <exception cref="AmqpException">The broker refuses.</exception>
    public static async Task<ReceiverLink> ReceiverAsync(Session session, string source, string? target, Limit limit, MessageCallback? onMessage)
    {
        var attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Attach attach = NewAttach(source, target);
        var link = new ReceiverLink(session, NewName(source), attach, (_, answer) => Answer(attached, answer.Source is not null));
        if (onMessage is not null)
        {
            link.Start(0, onMessage);
        }

        await AttachedAsync(link, attached, limit).ConfigureAwait(false);
        return link;
    }

    /// <summary>Closes without waiting; what is closed already stays so.</summary>
    public static void CloseQuietly(AmqpObject closing)
    {
        try
        {
            closing.Close(TimeSpan.Zero);
        }
        catch (Exception fault) when (AmqpFault.Is(fault))
        {
            // The way to the broker is gone, and with it what was to be closed.
        }
    }

    private static void Answer(TaskCompletionSource attached, bool yes)
    {
        if (yes)
        {
            attached.TrySetResult();
        }
    }

    private static async Task AttachedAsync(Link link, TaskCompletionSource attached, Limit limit)
    {
        link.AddClosedCallback((_, error) => attached.TrySetException(AmqpFault.Closed(error ?? link.Error, "link")));
        try
        {
            await limit.WaitAsync(attached.Task).ConfigureAwait(false);
        }
        catch
        {
            CloseQuietly(link);
            throw;
        }
    }

    private static Attach NewAttach(string? source, string? target) => new()
    {
        Source = source is null ? new Source() : new Source { Address = source },
        Target = target is null ? new Target() : new Target { Address = target },
    };

    private static string NewName(string address) => $"{address}-{Guid.NewGuid():N}";
}
