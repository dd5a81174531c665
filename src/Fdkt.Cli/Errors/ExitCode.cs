namespace Fdkt.Cli.Errors;

/// <summary>What the process returns. Documented in docs/exit-codes.md; numbers are never reused.</summary>
public enum ExitCode
{
    /// <summary>All went well.</summary>
    Success = 0,

    /// <summary>A fault of Fdkt itself; a log file holds the details.</summary>
    Unexpected = 1,

    /// <summary>The command line or the round file cannot be used.</summary>
    InvalidInput = 2,

    /// <summary>A data file cannot be used.</summary>
    InvalidData = 3,

    /// <summary>Reading or writing failed: no space, no permission, no such folder.</summary>
    InputOutput = 4,

    /// <summary>A checkpoint or a finished stage is damaged or cut short.</summary>
    CorruptCheckpoint = 5,

    /// <summary>The tensor library cannot be loaded on this machine.</summary>
    UnsupportedMachine = 6,

    /// <summary>A privacy ledger is damaged: what was spent is unknown.</summary>
    DamagedLedger = 7,

    /// <summary>A release would spend more than is allowed, or the ledger contradicts it.</summary>
    BudgetRefused = 8,

    /// <summary>Stopped by Ctrl-C or by a request to terminate.</summary>
    Cancelled = 130,
}
