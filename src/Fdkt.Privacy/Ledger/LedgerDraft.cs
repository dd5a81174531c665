namespace Fdkt.Privacy.Ledger;

/// <summary>The bytes of a ledger that is not on the disk yet, so that it comes to be whole or not at all. Not thread-safe.</summary>
internal sealed class LedgerDraft
{
    private readonly LedgerBook _book = new();
    private readonly List<byte> _bytes = [];
    private readonly TimeProvider _clock;

    /// <summary>Begins a ledger with an id of its own.</summary>
    /// <param name="clock">Dates the entries.</param>
    /// <param name="recovers">Marks of the ledgers that it is rebuilt from, newest first.</param>
    /// <param name="entries">How many entries it will hold when it is done, the first one counted.</param>
    public LedgerDraft(TimeProvider clock, IReadOnlyList<string> recovers, int entries)
    {
        _clock = clock;
        Add(new LedgerLine
        {
            Kind = LedgerEntryKind.Create,
            SchemaVersion = LedgerCodec.SchemaVersion,
            LedgerId = Guid.NewGuid().ToString("N"),
            Recovers = recovers.Count > 0 ? recovers : null,
            RebuiltEntries = entries > 1 ? entries : null,
        });
    }

    /// <summary>Adds an entry.</summary>
    /// <exception cref="InvalidOperationException">It does not follow from those before it.</exception>
    public void Add(LedgerLine line)
    {
        LedgerLine stamped = line with { Sequence = _book.NextSequence, Time = _clock.GetUtcNow(), Previous = _book.Head };
        (byte[] bytes, string hash) = LedgerCodec.Encode(stamped);
        _bytes.AddRange(bytes);
        if (_book.Add(stamped with { Hash = hash }) is { } problem)
        {
            throw new InvalidOperationException($"This entry does not follow: {problem}");
        }
    }

    public byte[] ToBytes() => [.. _bytes];
}
