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

    /// <summary>A privacy ledger is damaged, missing, or lacks what is known to have been charged: what was spent is unknown.</summary>
    DamagedLedger = 7,

    /// <summary>A release would spend more than is allowed, or the ledger contradicts it.</summary>
    BudgetRefused = 8,

    /// <summary>The client's policy, the registry or a check of what is sent refused; the message carries the reason code.</summary>
    Refused = 9,

    /// <summary>The round ended without its quorum.</summary>
    QuorumNotMet = 10,

    /// <summary>The round ended because the server's augmentation failed.</summary>
    AugmentationFailed = 11,

    /// <summary>The round was cancelled.</summary>
    RoundCancelled = 12,

    /// <summary>The orchestrator refused the round.</summary>
    RoundRefused = 13,

    /// <summary>The broker or the storage of the federation, or the server's language model, cannot be reached.</summary>
    Unreachable = 14,

    /// <summary>A process of <c>fdkt up</c> ended again and again.</summary>
    ProcessFailed = 15,

    /// <summary>Stopped by Ctrl-C or by a request to terminate.</summary>
    Cancelled = 130,
}
