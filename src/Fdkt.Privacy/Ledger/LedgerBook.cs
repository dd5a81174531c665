using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Ledger;

/// <summary>The ledger in memory: its entries and what follows from them. Not thread-safe.</summary>
internal sealed class LedgerBook
{
    private readonly List<LedgerEntry> _entries = [];
    private readonly List<string> _order = [];
    private readonly Dictionary<string, LedgerReservation> _releases = new(StringComparer.Ordinal);

    private int _rebuiltEntries;

    /// <summary>Null until the first line.</summary>
    public string? LedgerId { get; private set; }

    /// <summary>Marks of the ledgers that this one was rebuilt from, newest first.</summary>
    public IReadOnlyList<string> Recovers { get; private set; } = [];

    /// <summary>Why its entries do not make a ledger, though each of them holds; null if they do.</summary>
    public string? Shortness => _entries.Count < _rebuiltEntries
        ? FormattableString.Invariant($"the ledger was rebuilt with {_rebuiltEntries} entries and ends before that.")
        : null;

    public IReadOnlyList<LedgerEntry> Entries => _entries;

    /// <summary>In the order in which they were reserved.</summary>
    public IEnumerable<LedgerReservation> Releases => _order.Select(id => _releases[id]);

    public long NextSequence => _entries.Count;

    public string Head => _entries.Count == 0 ? LedgerCodec.NoHash : _entries[^1].Hash;

    public LedgerReservation? Find(string releaseId) => _releases.GetValueOrDefault(releaseId);

    /// <summary>Everything that counts as spent.</summary>
    public IEnumerable<PrivacyEvent> LiveEvents() => Releases.Where(r => r.IsLive).SelectMany(r => r.Charge.Events);

    /// <summary>Takes over a line that was written or read.</summary>
    /// <returns>What is wrong with it, in which case nothing changes; null if it fits.</returns>
    public string? Add(LedgerLine line)
    {
        if (line.Sequence != NextSequence)
        {
            return FormattableString.Invariant($"its sequence number is {line.Sequence}, not {NextSequence}.");
        }

        if (line.Previous != Head)
        {
            return "it does not name the hash of the line before it.";
        }

        return (line.Kind == LedgerEntryKind.Create) switch
        {
            true when NextSequence == 0 => AddFirst(line),
            false when NextSequence > 0 => AddRequest(line),
            _ => "only the first line makes a ledger.",
        };
    }

    private string? AddFirst(LedgerLine line)
    {
        if (line.SchemaVersion is not LedgerCodec.SchemaVersion)
        {
            return FormattableString.Invariant($"its schema version is {line.SchemaVersion}; this version reads {LedgerCodec.SchemaVersion}.");
        }

        if (string.IsNullOrEmpty(line.LedgerId))
        {
            return "it names no ledger.";
        }

        if (line.Recovers is { } marks && !marks.All(LedgerMark.IsMark))
        {
            return "it names a ledger that it was rebuilt from by something that is no mark.";
        }

        LedgerId = line.LedgerId;
        Recovers = line.Recovers ?? [];
        _rebuiltEntries = line.RebuiltEntries ?? 0;
        _entries.Add(new LedgerEntry(line.Sequence, line.Kind, line.Time, null, null, null, line.Previous, line.Hash!));
        return null;
    }

    private string? AddRequest(LedgerLine line)
    {
        LedgerRequest request;
        try
        {
            request = Request(line);
        }
        catch (Exception exception) when (exception is ArgumentException or PrivacyParameterException)
        {
            return $"it is no {line.Kind} of a release. {exception.Message}";
        }

        LedgerReservation? current = Find(request.ReleaseId);
        LedgerDecision decision = LedgerTransitions.Decide(current, request);
        if (decision.Next is not { } next)
        {
            return $"it does not follow from the lines before it ({decision.Refusal?.ToString() ?? "it repeats one"}).";
        }

        if (current is null)
        {
            _order.Add(request.ReleaseId);
        }

        _releases[request.ReleaseId] = current is null
            ? new LedgerReservation(request.Charge!, next, null, line.Sequence, line.Hash!)
            : current with { State = next, ContentHash = request.ContentHash };
        _entries.Add(new LedgerEntry(line.Sequence, line.Kind, line.Time, request.ReleaseId, request.Charge, request.ContentHash, line.Previous, line.Hash!));
        return null;
    }

    private static LedgerRequest Request(LedgerLine line)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(line.ReleaseId);
        return line.Kind switch
        {
            LedgerEntryKind.Reserve => LedgerRequest.Reserve(new LedgerCharge(line.ReleaseId, line.Task!, line.Round!, line.Events!, line.Delta ?? double.NaN)),
            LedgerEntryKind.Commit when LedgerCodec.IsHash(line.ContentHash) => LedgerRequest.Commit(line.ReleaseId, line.ContentHash!),
            LedgerEntryKind.Expire => LedgerRequest.Expire(line.ReleaseId),
            _ => throw new ArgumentException("A commit names the SHA-256 of its content."),
        };
    }
}
