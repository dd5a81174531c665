using Fdkt.GpuJobs.Progress;
using Fdkt.Privacy.Auditing;

namespace Fdkt.Cli.Audits;

/// <summary>Runs one audit on the build as it is and on broken ones, and looks for the smallest fault of the noise that it finds.</summary>
/// <param name="Name">What is audited and what the auditor sees.</param>
/// <param name="Claim">The claim and how it is tried.</param>
/// <param name="Faults">The faults that the audit knows, the build as it is first.</param>
/// <param name="Bounds">Runs one build once.</param>
internal sealed record RowAudit(string Name, AuditClaim Claim, IReadOnlyList<MechanismFault> Faults, Func<AuditedBuild, AuditBounds> Bounds)
{
    // By how much noise is too small, from the fault that every audit of noise should find.
    private static readonly double[] Smaller = [4.0, 3.0, 2.5, 2.0, 1.75, 1.5, 1.25];
    private static readonly double[] Larger = [6.0, 8.0, 16.0];

    /// <summary>Runs it.</summary>
    /// <param name="seeds">Repetitions of each build.</param>
    /// <param name="progress">Told of the runs.</param>
    /// <param name="cancellationToken">Stops between two runs.</param>
    public AuditRow Run(int seeds, IRunProgress progress, CancellationToken cancellationToken)
    {
        using IStageProgress stage = progress.StartStage($"audit: {Name}", seeds * (Faults.Count + Smaller.Length), "runs");
        int done = 0;
        IReadOnlyList<AuditBounds> Repeat(AuditedBuild build) =>
        [
            .. Enumerable.Range(0, seeds).Select(_ =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                AuditBounds found = Bounds(build);
                stage.Report(++done);
                return found;
            }),
        ];

        Dictionary<MechanismFault, IReadOnlyList<AuditBounds>> found = Faults.ToDictionary(fault => fault, fault => Repeat(AuditedBuild.Of(fault)));
        double? power = Faults.Contains(MechanismFault.QuarterNoise) ? Power(factor => Often(factor switch
        {
            2.0 => found[MechanismFault.HalfNoise],
            4.0 => found[MechanismFault.QuarterNoise],
            _ => Repeat(new AuditedBuild(MechanismFault.None, factor)),
        })) : null;
        var row = new AuditRow(Name, Claim.Epsilon, Claim.Delta, found, power);
        stage.Complete(row.Refuted ? "refuted" : "stands");
        return row;
    }

    /// <summary>The smallest factor up to which all larger ones that were tried are found; the smallest above four where four is
    /// not.</summary>
    /// <param name="isFound">Whether a factor is found often enough.</param>
    internal static double? Power(Func<double, bool> isFound)
    {
        double[] down = [.. Smaller.TakeWhile(isFound)];
        return down.Length > 0 ? down[^1] : Larger.Cast<double?>().FirstOrDefault(factor => isFound(factor!.Value));
    }

    private bool Often(IReadOnlyList<AuditBounds> found) => found.Count(Claim.Refuted) >= AuditRow.Often * found.Count;
}
