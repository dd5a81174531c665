namespace Fdkt.Contracts.Reports;

/// <summary>The result of a run, <c>report.json</c>. Fields are added, never renamed or reused.</summary>
/// <param name="SchemaVersion">Version of this format: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="FdktVersion">The build that wrote it.</param>
/// <param name="Task">What was classified.</param>
/// <param name="Methods">The table, in the order of the round file.</param>
/// <param name="Lift">FDKT minus private-only.</param>
/// <param name="Privacy">What was promised.</param>
/// <param name="Stages">What each stage took in, kept and dropped.</param>
/// <param name="Clients">Accuracy and ε per client.</param>
/// <param name="Seeds">The repetitions.</param>
/// <param name="Seconds">Wall-clock time of the whole run, finished stages of an earlier attempt included.</param>
/// <param name="Machine">Where it ran.</param>
/// <param name="Samples">A few texts to look at.</param>
/// <param name="Warnings">What a reader of the numbers should know, a sentence each.</param>
/// <param name="Attacks">What attacks on the released text achieved, and on text that is not private; empty where none were asked for.</param>
/// <param name="BaseModel">The published model that the generator started from; null where it is one of Fdkt's own.</param>
/// <param name="LiftOverLocal">FDKT minus the better local control; null where neither was compared.</param>
/// <param name="Verdict">The result in a sentence or two.</param>
public sealed record RunReport(
    int SchemaVersion,
    string FdktVersion,
    TaskReport Task,
    IReadOnlyList<MethodReport> Methods,
    LiftReport Lift,
    PrivacyReport Privacy,
    IReadOnlyList<StageReport> Stages,
    IReadOnlyList<ClientReport> Clients,
    IReadOnlyList<int> Seeds,
    double Seconds,
    MachineReport Machine,
    IReadOnlyList<SampleText> Samples,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<AttackReport>? Attacks = null,
    BaseModelReport? BaseModel = null,
    LocalLiftReport? LiftOverLocal = null,
    string Verdict = "")
{
    /// <summary>What attacks achieved. Never null.</summary>
    public IReadOnlyList<AttackReport> Attacks { get; init; } = Attacks ?? [];

    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;
}
