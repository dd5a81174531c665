namespace Fdkt.Privacy.Ledger;

/// <summary>Another process, or another part of this one, has the ledger open.</summary>
public sealed class LedgerInUseException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The ledger file.</param>
    /// <param name="inner">What the lock was refused with.</param>
    public LedgerInUseException(string path, Exception? inner = null)
        : base($"The privacy ledger '{path}' is open elsewhere: one process at a time may charge it. Stop the other one, or wait for it.", inner) => Path = path;

    /// <summary>The ledger file.</summary>
    public string Path { get; }
}
