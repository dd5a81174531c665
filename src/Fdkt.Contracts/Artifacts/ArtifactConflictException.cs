namespace Fdkt.Contracts.Artifacts;

/// <summary>Other bytes are stored at an artifact's path: artifacts are written once.</summary>
/// <param name="path">The path.</param>
public sealed class ArtifactConflictException(ArtifactPath path)
    : Exception($"{path?.Container}/{path?.Name} is stored already, with other bytes; artifacts are written once.")
{
    /// <summary>The path.</summary>
    public ArtifactPath? Path { get; } = path;
}
