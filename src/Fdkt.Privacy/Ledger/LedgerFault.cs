namespace Fdkt.Privacy.Ledger;

/// <summary>Where a ledger is damaged, and how.</summary>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="Problem">What does not match, continuing "line 3: …".</param>
public sealed record LedgerFault(int Line, string Problem);
