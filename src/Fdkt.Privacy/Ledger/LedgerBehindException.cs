namespace Fdkt.Privacy.Ledger;

/// <summary>A ledger that is missing, or lacks what is known to have been charged. What was spent is unknown, so nothing may be released.</summary>
public sealed class LedgerBehindException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The ledger file.</param>
    /// <param name="problem">What is missing, as a sentence without a full stop.</param>
    public LedgerBehindException(string path, string problem)
        : base($"The privacy ledger '{path}' {problem}. Nothing is released. Put the newest copy back, or rebuild the ledger with 'fdkt ledger recover'; a ledger is never begun anew.") => Path = path;

    /// <summary>The ledger file.</summary>
    public string Path { get; }
}
