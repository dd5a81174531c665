using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Jobs;

/// <summary>Demonstrations that a round accepted.</summary>
/// <param name="Client">Whose.</param>
/// <param name="Manifest">The manifest.</param>
/// <param name="PushedContentHash">Content hash where the client pushed them on its own, which decides the path; null where a round asked for them.</param>
/// <param name="LateRound">The round that asked for them, where they came too late for it and waited; null where it is this round.</param>
/// <param name="LateSeed">The repetition that asked for them, where they came too late for it and waited; null where it is this one.</param>
public sealed record DemoSource(ClientId Client, ArtifactReference Manifest, string? PushedContentHash, RoundId? LateRound = null, int? LateSeed = null)
{
    /// <summary>Where they must lie.</summary>
    /// <param name="task">The task.</param>
    /// <param name="round">The round that goes on with them.</param>
    /// <param name="seed">Its repetition.</param>
    public ArtifactPath Path(TaskId task, RoundId round, int seed) =>
        PushedContentHash is null ? ArtifactPath.Demos(Client, task, LateRound ?? round, LateSeed ?? seed) : ArtifactPath.Pushed(Client, task, PushedContentHash);
}
