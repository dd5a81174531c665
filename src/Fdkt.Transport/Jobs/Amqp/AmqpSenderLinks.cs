using Amqp;

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>The links of a connection to send on: opened on first use, the ones longest unused closed when there are many. Thread-safe.</summary>
internal sealed class AmqpSenderLinks(Session session, AmqpLine line, AmqpOptions options, TimeProvider clock)
{
    // Far below the handles a session may have, yet enough for every queue of a common federation.
    private const int MostIdle = 100;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Slot> slots = new(StringComparer.Ordinal);
    private long uses;

    /// <summary>Uses the link to an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="use">What to do with it.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    public async Task UseAsync(string address, Func<SenderLink, Task> use, CancellationToken cancellationToken)
    {
        Slot slot = Rent(address);
        try
        {
            await use(await slot.Link.Value.WaitAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            Return(address, slot);
        }
    }

    private Slot Rent(string address)
    {
        lock (gate)
        {
            if (!slots.TryGetValue(address, out Slot? slot) || slot.IsDead)
            {
                slot = new Slot(new Lazy<Task<SenderLink>>(() => OpenAsync(address)));
                slots[address] = slot;
            }

            slot.Users++;
            slot.LastUse = ++uses;
            return slot;
        }
    }

    private void Return(string address, Slot slot)
    {
        Slot? closing = null;
        lock (gate)
        {
            slot.Users--;
            if (slot.IsDead && slots.GetValueOrDefault(address) == slot)
            {
                slots.Remove(address);
            }
            else if (slots.Count > MostIdle && slots.Where(other => other.Value.Users == 0).MinBy(other => other.Value.LastUse) is { Value: not null } oldest)
            {
                slots.Remove(oldest.Key);
                closing = oldest.Value;
            }
        }

        if (closing is { Link: { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: var link } } })
        {
            AmqpLinks.CloseQuietly(link);
        }
    }

    private async Task<SenderLink> OpenAsync(string address)
    {
        await line.AuthorizeAsync(address, line.Ended).ConfigureAwait(false);
        return await AmqpLinks.SenderAsync(session, address, source: null, new Limit(options.StepTimeout, clock, line.Ended)).ConfigureAwait(false);
    }

    private sealed class Slot(Lazy<Task<SenderLink>> link)
    {
        public Lazy<Task<SenderLink>> Link { get; } = link;

        public int Users { get; set; }

        public long LastUse { get; set; }

        public bool IsDead => Link.IsValueCreated && (Link.Value.IsFaulted || Link.Value.IsCanceled || (Link.Value.IsCompletedSuccessfully && Link.Value.Result.IsClosed));
    }
}
