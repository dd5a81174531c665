namespace Fdkt.Privacy.Ledger;

/// <summary>Why the ledger refused a request that its entries contradict.</summary>
public enum LedgerRefusal
{
    /// <summary>The release id is taken by a charge unlike this one.</summary>
    DifferentCharge,

    /// <summary>The release was committed with another content.</summary>
    DifferentContent,

    /// <summary>No such release was reserved.</summary>
    NotReserved,

    /// <summary>The release was committed: it can't be taken back.</summary>
    AlreadyCommitted,

    /// <summary>The reservation has expired: nothing may be released under this id.</summary>
    AlreadyExpired,
}
