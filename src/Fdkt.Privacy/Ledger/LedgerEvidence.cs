using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Ledger;

/// <summary>All that is known of what was charged, from wherever it was kept. More evidence never lowers what is rebuilt from it.</summary>
/// <param name="Ledgers">Ledger files: what is left of the present one, and copies. Of a damaged one counts what stands before the damage.</param>
/// <param name="Releases">Releases whose cost is known by themselves, from what lies beside them.</param>
/// <param name="Tips">What signed releases say of the ledger that they were charged to.</param>
public sealed record LedgerEvidence(IReadOnlyList<LedgerReport> Ledgers, IReadOnlyList<KnownRelease> Releases, IReadOnlyList<LedgerTip> Tips);

/// <summary>A release whose cost is known without a ledger.</summary>
/// <param name="Charge">What it costs.</param>
/// <param name="ContentHash">SHA-256 of what was released; null where that is not known.</param>
/// <param name="Mark">Mark of the ledger's last entry when it was made; null where it says none.</param>
public sealed record KnownRelease(LedgerCharge Charge, string? ContentHash, string? Mark);

/// <summary>How a ledger stood when a release was made, as the release says.</summary>
/// <param name="Mark">Mark of its last entry.</param>
/// <param name="Earlier">Marks of entries before that, newest first, and of the ledgers that it was rebuilt from; not all of them.</param>
/// <param name="Spent">Every event that counted as spent, one by one.</param>
/// <param name="Delta">δ of the release.</param>
public sealed record LedgerTip(string Mark, IReadOnlyList<string> Earlier, IReadOnlyList<PrivacyEvent> Spent, double Delta);
