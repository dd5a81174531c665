using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Reports;

namespace Fdkt.GpuJobs.Worker;

/// <summary>What a job tells the orchestrator. Of a client's job only the reference of its release is sent: the facts of a client have no room for more.</summary>
/// <param name="Demos">Manifest of released demonstrations; null where none were asked for.</param>
/// <param name="Texts">What the server wrote; empty where none was asked for.</param>
/// <param name="Stages">Counts of the server's stages.</param>
public sealed record JobOutput(ArtifactReference? Demos, IReadOnlyList<WrittenTexts> Texts, IReadOnlyList<StageReport> Stages)
{
    /// <summary>Done, and there is nothing to tell.</summary>
    public static JobOutput Nothing { get; } = new(null, [], []);
}
