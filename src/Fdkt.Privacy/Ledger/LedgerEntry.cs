namespace Fdkt.Privacy.Ledger;

/// <summary>One line of the ledger. Immutable.</summary>
/// <param name="Sequence">0 for the first line, then one more each.</param>
/// <param name="Kind">What it records.</param>
/// <param name="Time">When it was written, UTC, by the client's clock. Nothing is decided by it.</param>
/// <param name="ReleaseId">The release; null on the first line.</param>
/// <param name="Charge">What is charged; null unless a reserve.</param>
/// <param name="ContentHash">SHA-256 of what was released; null unless a commit.</param>
/// <param name="Previous">Hash of the entry before; 64 zeros on the first line.</param>
/// <param name="Hash">SHA-256 of this line up to its hash, 64 lower-case hexadecimal digits.</param>
public sealed record LedgerEntry(
    long Sequence,
    LedgerEntryKind Kind,
    DateTimeOffset Time,
    string? ReleaseId,
    LedgerCharge? Charge,
    string? ContentHash,
    string Previous,
    string Hash);
