namespace Fdkt.Privacy.Ledger;

/// <summary>What a request does: moves the release on, finds it there already, or is refused.</summary>
/// <param name="Next">The state to write; null where nothing is to be written.</param>
/// <param name="Refusal">Why not; null where the request holds.</param>
internal readonly record struct LedgerDecision(LedgerReservationState? Next, LedgerRefusal? Refusal)
{
    /// <summary>An entry is written and the release is in the next state.</summary>
    public static LedgerDecision Append(LedgerReservationState next) => new(next, null);

    /// <summary>The request was fulfilled before: nothing is written.</summary>
    public static LedgerDecision AlreadyDone { get; } = new(null, null);

    /// <summary>The request contradicts an entry.</summary>
    public static LedgerDecision Refuse(LedgerRefusal refusal) => new(null, refusal);
}
