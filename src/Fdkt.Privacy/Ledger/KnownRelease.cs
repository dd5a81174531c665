namespace Fdkt.Privacy.Ledger;

/// <summary>A release whose cost is known without a ledger.</summary>
/// <param name="Charge">What it costs.</param>
/// <param name="ContentHash">SHA-256 of what was released; null where that is not known.</param>
/// <param name="Mark">Mark of the ledger's last entry when it was made; null where it says none.</param>
public sealed record KnownRelease(LedgerCharge Charge, string? ContentHash, string? Mark);
