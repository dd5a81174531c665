namespace Fdkt.Privacy.Ledger;

/// <summary>A ledger whose entries do not hold together. What was spent is unknown, so nothing may be released.</summary>
public sealed class LedgerDamagedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The ledger file.</param>
    /// <param name="fault">Where and how.</param>
    public LedgerDamagedException(string path, LedgerFault fault)
        : base(FormattableString.Invariant($"The privacy ledger '{path}' is damaged, line {Check(fault).Line}: {fault.Problem} Nothing is released until it is restored from a copy."))
    {
        Path = path;
        Fault = fault;
    }

    /// <summary>The ledger file.</summary>
    public string Path { get; }

    /// <summary>Where and how.</summary>
    public LedgerFault Fault { get; }

    private static LedgerFault Check(LedgerFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault;
    }
}
