namespace Fdkt.Privacy.Ledger;

/// <summary>A ledger as found on disk, without the lock: for showing and verifying. Immutable.</summary>
/// <param name="Path">The file.</param>
/// <param name="LedgerId">The ledger's id; null where the first line is missing or damaged.</param>
/// <param name="Entries">All entries up to the first fault.</param>
/// <param name="Releases">What follows from them, in the order in which they were reserved.</param>
/// <param name="TornBytes">Length of a last line that was never wholly written, or is just being written.</param>
/// <param name="Fault">What is damaged; null if nothing is. A ledger with a fault proves nothing about what was spent.</param>
/// <param name="Recovers">Marks of the ledgers that this one was rebuilt from, newest first; empty where it was not, and where it has a fault.</param>
public sealed record LedgerReport(
    string Path,
    string? LedgerId,
    IReadOnlyList<LedgerEntry> Entries,
    IReadOnlyList<LedgerReservation> Releases,
    long TornBytes,
    LedgerFault? Fault,
    IReadOnlyList<string> Recovers)
{
    /// <summary>Whether every entry holds.</summary>
    public bool IsSound => Fault is null;

    /// <summary>Hash of the last entry; 64 zeros where there is none.</summary>
    public string Head => Entries.Count == 0 ? LedgerCodec.NoHash : Entries[^1].Hash;

    /// <summary>Names the ledger to others, as marks name its entries; null where there is no first line.</summary>
    public string? Name => LedgerId is { } id ? LedgerMark.Of(id, LedgerCodec.NoHash) : null;

    /// <summary>Marks of all entries, oldest first (<see cref="LedgerMark"/>); empty where there is no first line.</summary>
    public IReadOnlyList<string> Marks() => LedgerId is { } id ? [.. Entries.Select(entry => LedgerMark.Of(id, entry.Hash))] : [];

    /// <summary>What all live releases cost together; takes up to seconds for hundreds of unlike ones.</summary>
    /// <param name="delta">δ in [0, 1].</param>
    /// <exception cref="LedgerDamagedException">The ledger has a fault: what was spent is unknown.</exception>
    /// <exception cref="PrivacyParameterException">δ out of its range.</exception>
    public Accounting.PrivacyGuarantee Spent(double delta) => Fault is null
        ? Accounting.PrivacyAccounting.Account([.. Releases.Where(r => r.IsLive).SelectMany(r => r.Charge.Events)], delta)
        : throw new LedgerDamagedException(Path, Fault);
}
