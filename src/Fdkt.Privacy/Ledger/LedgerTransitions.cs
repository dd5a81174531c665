namespace Fdkt.Privacy.Ledger;

/// <summary>The life of a release: reserved, then committed or expired. One pure function, for live requests and for lines read back.</summary>
internal static class LedgerTransitions
{
    /// <summary>What a request does to a release.</summary>
    /// <param name="current">The release as it stands; null if unknown.</param>
    /// <param name="request">Reserve, commit or expire.</param>
    public static LedgerDecision Decide(LedgerReservation? current, LedgerRequest request) => (request.Kind, current?.State) switch
    {
        (LedgerEntryKind.Reserve, null) => LedgerDecision.Append(LedgerReservationState.Reserved),
        (LedgerEntryKind.Reserve, _) when !current!.Charge.Equals(request.Charge) => LedgerDecision.Refuse(LedgerRefusal.DifferentCharge),
        (LedgerEntryKind.Reserve, LedgerReservationState.Expired) => LedgerDecision.Refuse(LedgerRefusal.AlreadyExpired),
        (LedgerEntryKind.Reserve, _) => LedgerDecision.AlreadyDone,

        (LedgerEntryKind.Commit or LedgerEntryKind.Expire, null) => LedgerDecision.Refuse(LedgerRefusal.NotReserved),

        (LedgerEntryKind.Commit, LedgerReservationState.Reserved) => LedgerDecision.Append(LedgerReservationState.Committed),
        (LedgerEntryKind.Commit, LedgerReservationState.Expired) => LedgerDecision.Refuse(LedgerRefusal.AlreadyExpired),
        (LedgerEntryKind.Commit, _) when current!.ContentHash != request.ContentHash => LedgerDecision.Refuse(LedgerRefusal.DifferentContent),
        (LedgerEntryKind.Commit, _) => LedgerDecision.AlreadyDone,

        (LedgerEntryKind.Expire, LedgerReservationState.Reserved) => LedgerDecision.Append(LedgerReservationState.Expired),
        (LedgerEntryKind.Expire, LedgerReservationState.Committed) => LedgerDecision.Refuse(LedgerRefusal.AlreadyCommitted),
        (LedgerEntryKind.Expire, _) => LedgerDecision.AlreadyDone,

        _ => throw new ArgumentOutOfRangeException(nameof(request), request.Kind, "Only reserve, commit and expire are asked for."),
    };
}
