namespace Fdkt.Privacy.Ledger;

/// <summary>A release as the ledger knows it. Immutable.</summary>
/// <param name="Charge">What it costs.</param>
/// <param name="State">Where it stands.</param>
/// <param name="ContentHash">SHA-256 of what was released, 64 lower-case hexadecimal digits; null until committed.</param>
/// <param name="Sequence">Number of the entry that reserved it: with <paramref name="EntryHash"/>, what a statement refers to.</param>
/// <param name="EntryHash">Hash of that entry. It depends on every entry before it and on the ledger's id.</param>
public sealed record LedgerReservation(LedgerCharge Charge, LedgerReservationState State, string? ContentHash, long Sequence, string EntryHash)
{
    /// <summary>Whether its events count as spent.</summary>
    public bool IsLive => State != LedgerReservationState.Expired;
}
