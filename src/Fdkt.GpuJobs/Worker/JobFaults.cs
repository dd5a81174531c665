using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Errors;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Artifacts;
using Fdkt.GpuJobs.Data;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Augmentation;
using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Students;
using Fdkt.Learning.Tokenizers;
using Fdkt.Privacy;
using Fdkt.Privacy.Ledger;

namespace Fdkt.GpuJobs.Worker;

/// <summary>Which faults of a handler end a job, and how. All others may pass, such as settings that the owner is just editing: the job comes again.</summary>
internal static class JobFaults
{
    /// <summary>The verdict on a fault; null where another attempt may help.</summary>
    public static JobVerdict? Of(Exception fault) => fault switch
    {
        RefusedException refused => JobVerdict.Refused(refused.Reason),
        JobFailedException failed => JobVerdict.Failed(failed.Reason),
        PrivacyBudgetExceededException => JobVerdict.Refused(ReasonCode.BudgetExceeded),
        LedgerBehindException => JobVerdict.Refused(ReasonCode.LedgerBehind),
        PrivacySettingsException or PrivacyParameterException or DataSourceException or ClassVanishedException => JobVerdict.Refused(ReasonCode.NotAllowed),
        // The charge of this very job has changed: the client's settings are not what they were when the budget was reserved.
        LedgerRefusedException { Refusal: LedgerRefusal.DifferentCharge } => JobVerdict.Refused(ReasonCode.NotAllowed),
        ArtifactConflictException => JobVerdict.Failed(ReasonCode.ContentMismatch),
        LedgerRefusedException or LedgerDamagedException or KeptArtifactException or CheckpointException or TokenizerException or RoundFileException or StudentTrainingException =>
            JobVerdict.Failed(ReasonCode.InternalFault),
        _ => null,
    };

    /// <summary>What a local log may say of a fault.</summary>
    public static string Describe(Exception fault) => FaultText.Full(fault).TrimEnd();
}
