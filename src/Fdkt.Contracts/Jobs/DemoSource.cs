using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Jobs;

/// <summary>Demonstrations that a round accepted.</summary>
/// <param name="Client">Whose.</param>
/// <param name="Manifest">The manifest.</param>
/// <param name="PushedContentHash">Content hash where the client pushed them on its own, which decides the path; null where the round asked for them.</param>
public sealed record DemoSource(ClientId Client, ArtifactReference Manifest, string? PushedContentHash)
{
    /// <summary>Where they must lie.</summary>
    /// <param name="task">The task.</param>
    /// <param name="round">The round.</param>
    /// <param name="seed">The repetition.</param>
    public ArtifactPath Path(TaskId task, RoundId round, int seed) =>
        PushedContentHash is null ? ArtifactPath.Demos(Client, task, round, seed) : ArtifactPath.Pushed(Client, task, PushedContentHash);
}
