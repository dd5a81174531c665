namespace Fdkt.Privacy.Ledger;

/// <summary>A request that the ledger's entries contradict. Nothing was written.</summary>
public sealed class LedgerRefusedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="releaseId">The release.</param>
    /// <param name="refusal">Why.</param>
    public LedgerRefusedException(string releaseId, LedgerRefusal refusal)
        : base($"The ledger refuses this for release '{releaseId}': {Words(refusal)}")
    {
        ReleaseId = releaseId;
        Refusal = refusal;
    }

    /// <summary>The release.</summary>
    public string ReleaseId { get; }

    /// <summary>Why.</summary>
    public LedgerRefusal Refusal { get; }

    private static string Words(LedgerRefusal refusal) => refusal switch
    {
        LedgerRefusal.DifferentCharge => "it is already charged with other events, task, round or delta. A release that costs something else needs an id of its own.",
        LedgerRefusal.DifferentContent => "it was committed with another content. A second release needs an id, and a charge, of its own.",
        LedgerRefusal.NotReserved => "it was never reserved. Reserve before the mechanism runs.",
        LedgerRefusal.AlreadyCommitted => "it was committed, so it stays charged.",
        LedgerRefusal.AlreadyExpired => "its reservation expired. A new attempt needs a new id.",
        _ => refusal.ToString(),
    };
}
