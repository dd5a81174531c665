using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Inbox;

/// <summary>A client's word that demonstrations lie in the store: asked for by a round, or pushed on its own.</summary>
/// <param name="SchemaVersion">Version of the contract: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Client">The client.</param>
/// <param name="Task">The task.</param>
/// <param name="Round">The round that asked; null for a push.</param>
/// <param name="Seed">The repetition; null for a push.</param>
/// <param name="ContentHash">Content hash of the data set; with a push it decides the path.</param>
/// <param name="Manifest">The manifest.</param>
/// <param name="SentAt">When.</param>
/// <param name="TraceParent">W3C trace context: a storage queue has no properties beside the body. Null where there is none.</param>
public sealed record DemoUpload(
    int SchemaVersion, ClientId Client, TaskId Task, RoundId? Round, int? Seed, string ContentHash, ArtifactReference Manifest, DateTimeOffset SentAt, string? TraceParent = null) : IControlDocument
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Where the demonstrations must lie.</summary>
    /// <exception cref="InvalidNameException">The content hash is none.</exception>
    public ArtifactPath Path() => Round is { } round && Seed is { } seed ? ArtifactPath.Demos(Client, Task, round, seed) : ArtifactPath.Pushed(Client, Task, ContentHash);
}
