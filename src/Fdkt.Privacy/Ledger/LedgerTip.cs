using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Ledger;

/// <summary>How a ledger stood when a release was made, as the release says.</summary>
/// <param name="Mark">Mark of its last entry.</param>
/// <param name="Earlier">Marks of entries before that, newest first, and of the ledgers that it was rebuilt from; not all of them.</param>
/// <param name="Spent">Every event that counted as spent, one by one.</param>
/// <param name="Delta">δ of the release.</param>
public sealed record LedgerTip(string Mark, IReadOnlyList<string> Earlier, IReadOnlyList<PrivacyEvent> Spent, double Delta);
