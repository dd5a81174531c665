namespace Fdkt.DevelopmentBroker.PeekLock;

/// <summary>A message in a queue. Changed under the queue's lock only.</summary>
/// <typeparam name="T">What a message holds.</typeparam>
internal sealed class PeekLockEntry<T>(long sequence, string id, T content, Death? death)
{
    public long Sequence { get; } = sequence;

    /// <summary>Lower ones are delivered first.</summary>
    public long Order { get; init; } = sequence;

    public string Id { get; } = id;

    public T Content { get; } = content;

    public Death? Death { get; } = death;

    public int Deliveries { get; private set; }

    public Guid Token { get; private set; }

    public DateTimeOffset LockedUntil { get; set; }

    /// <summary>Delivers it once more.</summary>
    public PeekLocked<T> Lock(DateTimeOffset until)
    {
        Deliveries++;
        Token = Guid.NewGuid();
        LockedUntil = until;
        return Seen();
    }

    /// <summary>Undoes a delivery.</summary>
    public void Unlock() => Deliveries--;

    public PeekLocked<T> Seen() => new(Token, Sequence, Id, Content, Deliveries, LockedUntil, Death);
}
