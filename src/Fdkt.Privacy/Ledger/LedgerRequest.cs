namespace Fdkt.Privacy.Ledger;

/// <summary>What a caller, or a line of the file, asks of the ledger's state.</summary>
/// <param name="Kind">Reserve, commit or expire.</param>
/// <param name="ReleaseId">The release.</param>
/// <param name="Charge">For a reserve.</param>
/// <param name="ContentHash">For a commit.</param>
internal sealed record LedgerRequest(LedgerEntryKind Kind, string ReleaseId, LedgerCharge? Charge, string? ContentHash)
{
    public static LedgerRequest Reserve(LedgerCharge charge) => new(LedgerEntryKind.Reserve, charge.ReleaseId, charge, null);

    public static LedgerRequest Commit(string releaseId, string contentHash) => new(LedgerEntryKind.Commit, releaseId, null, contentHash);

    public static LedgerRequest Expire(string releaseId) => new(LedgerEntryKind.Expire, releaseId, null, null);
}
