using Fdkt.Contracts.Reports;
using Fdkt.Privacy.Ledger;

namespace Fdkt.GpuJobs.Artifacts;

/// <summary>What is kept of the making of an artifact, beside its bytes.</summary>
/// <param name="SchemaVersion">Version of this record: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Stages">Counts of the stages that made it.</param>
/// <param name="Privacy">What it cost; null for what was made of released text.</param>
/// <param name="Charge">What the ledger charged for it; null for what was made of released text, and where an earlier version made it.</param>
public sealed record KeptRecord(int SchemaVersion, IReadOnlyList<StageReport> Stages, PrivacyReport? Privacy, KeptCharge? Charge = null)
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>A record of this build's version.</summary>
    /// <param name="stages">Counts of the stages that made it.</param>
    /// <param name="privacy">What it cost; null for what was made of released text.</param>
    /// <param name="charge">What the ledger charged for it; null for what was made of released text.</param>
    public static KeptRecord Of(IReadOnlyList<StageReport> stages, PrivacyReport? privacy, LedgerCharge? charge = null) =>
        new(CurrentSchemaVersion, stages, privacy, charge is null ? null : new KeptCharge(charge.Task, charge.Round, charge.Delta, charge.Events));
}
