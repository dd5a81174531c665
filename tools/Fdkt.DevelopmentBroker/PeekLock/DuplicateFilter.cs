namespace Fdkt.DevelopmentBroker.PeekLock;

/// <summary>Remembers ids for a while. Not thread-safe.</summary>
internal sealed class DuplicateFilter(TimeSpan window, TimeProvider clock)
{
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly Queue<(string Id, DateTimeOffset Until)> ends = [];

    /// <summary>Whether an id is new; remembers it then.</summary>
    public bool IsNew(string id)
    {
        if (window == TimeSpan.Zero)
        {
            return true;
        }

        DateTimeOffset now = clock.GetUtcNow();
        while (ends.TryPeek(out (string Id, DateTimeOffset Until) oldest) && oldest.Until <= now)
        {
            known.Remove(ends.Dequeue().Id);
        }

        if (!known.Add(id))
        {
            return false;
        }

        ends.Enqueue((id, now + window));
        return true;
    }
}
