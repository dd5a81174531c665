using Fdkt.Contracts.Artifacts;

namespace Fdkt.GpuJobs.Artifacts;

/// <summary>An artifact as it was made, and as it leaves every time it is asked for.</summary>
/// <param name="Artifact">The sealed bytes.</param>
/// <param name="Record">How it was made.</param>
public sealed record KeptArtifact(SealedArtifact Artifact, KeptRecord Record);
