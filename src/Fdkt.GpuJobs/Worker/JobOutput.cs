using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Reports;

namespace Fdkt.GpuJobs.Worker;

/// <summary>What a job tells the orchestrator: references, and counts on released or public text. No number that depends on private rows otherwise.</summary>
/// <param name="Demos">Manifest of released demonstrations; null where none were asked for.</param>
/// <param name="Texts">What was written; empty where none was asked for.</param>
/// <param name="Stages">Counts of the stages.</param>
public sealed record JobOutput(ArtifactReference? Demos, IReadOnlyList<WrittenTexts> Texts, IReadOnlyList<StageReport> Stages)
{
    /// <summary>Done, and there is nothing to tell.</summary>
    public static JobOutput Nothing { get; } = new(null, [], []);
}
