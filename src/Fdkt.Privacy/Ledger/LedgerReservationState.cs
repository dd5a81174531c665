namespace Fdkt.Privacy.Ledger;

/// <summary>Where a release stands. <see cref="LedgerTransitions"/> says how it gets there.</summary>
public enum LedgerReservationState
{
    /// <summary>Charged; the release may be made.</summary>
    Reserved,

    /// <summary>Charged, and the release was made.</summary>
    Committed,

    /// <summary>No longer charged; nothing may be released under this id any more.</summary>
    Expired,
}
