using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Jobs;

/// <summary>What the server wrote for a method.</summary>
/// <param name="Method">The method.</param>
/// <param name="Manifest">The manifest; it lies at <see cref="ArtifactPath.Augmented"/>.</param>
public sealed record WrittenTexts(Comparison Method, ArtifactReference Manifest);
