namespace Fdkt.Privacy.Ledger;

/// <summary>All that is known of what was charged, from wherever it was kept. More evidence never lowers what is rebuilt from it.</summary>
/// <param name="Ledgers">Ledger files: what is left of the present one, and copies. Of a damaged one counts what stands before the damage.</param>
/// <param name="Releases">Releases whose cost is known by themselves, from what lies beside them.</param>
/// <param name="Tips">What signed releases say of the ledger that they were charged to.</param>
public sealed record LedgerEvidence(IReadOnlyList<LedgerReport> Ledgers, IReadOnlyList<KnownRelease> Releases, IReadOnlyList<LedgerTip> Tips);
