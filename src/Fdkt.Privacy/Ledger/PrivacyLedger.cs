using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Ledger;

/// <summary>
/// What a client has spent, on disk: every release is reserved before its mechanism runs on private records, and committed before it leaves.
/// Thread-safe. Opened by one process at a time; dispose it to let others in. Made once, on purpose: a ledger that is missing is refused.
/// </summary>
/// <remarks>
/// Append-only JSON lines in a hash chain. Each call returns after its line is flushed to the disk, so a crash at any moment leaves
/// a ledger that charges at least what was released: a line that is torn had not returned, and nothing was released under it.
/// After a failed write every call throws until the ledger is opened again, since how much reached the disk is unknown.
/// </remarks>
public sealed class PrivacyLedger : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LedgerFile _file;
    private readonly LedgerBook _book;
    private readonly TimeProvider _clock;
    private bool _failed;
    private bool _disposed;

    private PrivacyLedger(LedgerFile file, LedgerBook book, TimeProvider clock)
    {
        _file = file;
        _book = book;
        _clock = clock;
    }

    /// <summary>The file, links resolved.</summary>
    public string Path => _file.Path;

    /// <summary>A random id given to the ledger when it was made. A ledger that was deleted and made anew has another.</summary>
    public string LedgerId => _book.LedgerId!;

    /// <summary>Hash of the last entry: it depends on all of them.</summary>
    public string Head
    {
        get
        {
            lock (_gate)
            {
                return _book.Head;
            }
        }
    }

    /// <summary>All entries, oldest first; a copy.</summary>
    public IReadOnlyList<LedgerEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _book.Entries];
            }
        }
    }

    /// <summary>All releases, in the order in which they were reserved; a copy.</summary>
    public IReadOnlyList<LedgerReservation> Releases
    {
        get
        {
            lock (_gate)
            {
                return [.. _book.Releases];
            }
        }
    }

    /// <summary>Makes a ledger in which nothing is charged. Only for records of which nothing was ever released: everything else opens the ledger that is there.</summary>
    /// <param name="path">The file, which must not exist; its folder must. A lock file is kept beside it.</param>
    /// <param name="clock">Dates the entry.</param>
    /// <exception cref="LedgerInUseException">It is being made elsewhere.</exception>
    /// <exception cref="IOException">There is a file of that name, which is kept, or writing failed.</exception>
    public static void Create(string path, TimeProvider clock)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(clock);
        LedgerFile.Create(path, new LedgerDraft(clock, [], 1).ToBytes());
    }

    /// <summary>Opens a ledger and takes its lock. A line torn by a crash is cut off.</summary>
    /// <param name="path">The file. A lock file is kept beside it.</param>
    /// <param name="clock">Dates the entries. Nothing is decided by it.</param>
    /// <exception cref="LedgerBehindException">It is missing, or empty. Nothing was made.</exception>
    /// <exception cref="LedgerInUseException">It is open elsewhere.</exception>
    /// <exception cref="LedgerDamagedException">Its entries do not hold together. Nothing was changed.</exception>
    /// <exception cref="IOException">Reading or writing failed.</exception>
    public static PrivacyLedger Open(string path, TimeProvider clock)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(clock);
        LedgerFile file = LedgerFile.Open(path);
        try
        {
            LedgerReading reading = LedgerReading.Of(file.ReadAll());
            if (reading.Fault is not null)
            {
                throw new LedgerDamagedException(file.Path, reading.Fault);
            }

            if (reading.Book.LedgerId is null)
            {
                // A ledger comes to be with its first line or not at all: this one was emptied.
                throw new LedgerBehindException(file.Path, "holds no entry");
            }

            if (reading.TornBytes > 0)
            {
                file.CutTo(reading.GoodBytes);
            }

            if (reading.LacksLineEnd)
            {
                file.Append([LedgerCodec.LineEnd]);
            }

            return new PrivacyLedger(file, reading.Book, clock);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Looks at a ledger without taking its lock and without changing it. Damage is reported, not thrown.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static LedgerReport Verify(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        LedgerReading reading = LedgerReading.Of(LedgerFile.ReadShared(path));
        return new LedgerReport(path, reading.Book.LedgerId, [.. reading.Book.Entries], [.. reading.Book.Releases], reading.TornBytes, reading.Fault, reading.Fault is null ? reading.Book.Recovers : []);
    }

    /// <summary>The ledger as it stands, as <see cref="Verify"/> would find it.</summary>
    public LedgerReport Report()
    {
        lock (_gate)
        {
            return new LedgerReport(Path, _book.LedgerId, [.. _book.Entries], [.. _book.Releases], 0, null, _book.Recovers);
        }
    }

    /// <summary>Charges a release. It counts as spent from the moment this returns, whatever happens then.</summary>
    /// <param name="charge">What it costs. The same charge again returns the release as it stands: a job delivered twice goes on.</param>
    /// <param name="limits">What everything together may cost; null for no limit. Not asked for a release that is charged already.</param>
    /// <returns>The release. If it is committed already, there is nothing left to do for it.</returns>
    /// <exception cref="PrivacyBudgetExceededException">It would go over the limits. Nothing was written.</exception>
    /// <exception cref="LedgerRefusedException">The id is taken by another charge, or has expired. Nothing was written.</exception>
    /// <exception cref="IOException">The write failed: reopen the ledger to see whether it counts.</exception>
    public LedgerReservation Reserve(LedgerCharge charge, LedgerLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(charge);
        lock (_gate)
        {
            return Apply(
                LedgerRequest.Reserve(charge),
                LedgerLine.Reserve(charge),
                () => CheckLimits(charge, limits));
        }
    }

    /// <summary>Records that a reserved release was made. Call it before the release leaves.</summary>
    /// <param name="releaseId">The release. The same hash again changes nothing.</param>
    /// <param name="contentHash">SHA-256 of what is released, 64 lower-case hexadecimal digits.</param>
    /// <exception cref="LedgerRefusedException">Not reserved, expired, or committed with another hash. Nothing was written.</exception>
    /// <exception cref="ArgumentException">Not a hash.</exception>
    /// <exception cref="IOException">The write failed: reopen the ledger and commit again.</exception>
    public LedgerReservation Commit(string releaseId, string contentHash)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(releaseId);
        if (!LedgerCodec.IsHash(contentHash))
        {
            throw new ArgumentException("A content hash is a SHA-256 in 64 lower-case hexadecimal digits.", nameof(contentHash));
        }

        lock (_gate)
        {
            return Apply(
                LedgerRequest.Commit(releaseId, contentHash),
                LedgerLine.Commit(releaseId, contentHash),
                static () => { });
        }
    }

    /// <summary>Gives a reservation back. The caller states that nothing computed under it has left, and that nothing ever will.</summary>
    /// <param name="releaseId">The release; never to be used again.</param>
    /// <exception cref="LedgerRefusedException">Not reserved, or committed. Nothing was written.</exception>
    /// <exception cref="IOException">The write failed: the reservation may still count.</exception>
    public LedgerReservation Expire(string releaseId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(releaseId);
        lock (_gate)
        {
            return Apply(LedgerRequest.Expire(releaseId), new LedgerLine { Kind = LedgerEntryKind.Expire, ReleaseId = releaseId }, static () => { });
        }
    }

    /// <summary>What everything reserved or committed costs together; takes up to seconds for hundreds of unlike releases.</summary>
    /// <param name="delta">δ in [0, 1].</param>
    /// <exception cref="PrivacyParameterException">δ out of its range.</exception>
    public PrivacyGuarantee Spent(double delta)
    {
        PrivacyEvent[] events;
        lock (_gate)
        {
            events = [.. _book.LiveEvents()];
        }

        return PrivacyAccounting.Account(events, delta);
    }

    /// <summary>Closes the file and lets others in.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _disposed = true;
                _file.Dispose();
            }
        }
    }

    private LedgerReservation Apply(LedgerRequest request, LedgerLine line, Action check)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failed)
        {
            throw new InvalidOperationException($"A write to the privacy ledger '{Path}' failed: open it again to see what it holds.");
        }

        LedgerDecision decision = LedgerTransitions.Decide(_book.Find(request.ReleaseId), request);
        if (decision.Refusal is { } refusal)
        {
            throw new LedgerRefusedException(request.ReleaseId, refusal);
        }

        if (decision.Next is not null)
        {
            check();
            Write(line);
        }

        return _book.Find(request.ReleaseId)!;
    }

    private void CheckLimits(LedgerCharge charge, LedgerLimits? limits)
    {
        if (limits is null)
        {
            return;
        }

        double total = PrivacyAccounting.Epsilon([.. _book.LiveEvents(), .. charge.Events], limits.Delta);
        if (!(total <= limits.EpsilonTotal))
        {
            double spent = PrivacyAccounting.Epsilon([.. _book.LiveEvents()], limits.Delta);
            double asked = PrivacyAccounting.Epsilon(charge.Events, limits.Delta);
            throw new PrivacyBudgetExceededException(charge.ReleaseId, spent, asked, total, limits);
        }
    }

    private void Write(LedgerLine line)
    {
        LedgerLine stamped = line with { Sequence = _book.NextSequence, Time = _clock.GetUtcNow(), Previous = _book.Head };
        (byte[] bytes, string hash) = LedgerCodec.Encode(stamped);
        _failed = true; // until the bytes are known to be on the disk
        _file.Append(bytes);
        if (_book.Add(stamped with { Hash = hash }) is { } problem)
        {
            throw new InvalidOperationException($"The privacy ledger '{Path}' wrote an entry that does not follow: {problem}");
        }

        _failed = false;
    }
}
