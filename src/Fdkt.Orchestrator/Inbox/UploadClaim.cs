using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;

namespace Fdkt.Orchestrator.Inbox;

/// <summary>A client's word that demonstrations lie in the store, by an announcement or by the fact of the finished job.</summary>
/// <param name="Client">The client.</param>
/// <param name="Task">The task.</param>
/// <param name="Round">The round that asked; null for a push.</param>
/// <param name="Seed">The repetition; null for a push.</param>
/// <param name="ContentHash">Content hash of the data set; null where the fact does not say.</param>
/// <param name="Manifest">The manifest.</param>
/// <param name="TraceParent">Trace context that came with it; null where none did.</param>
internal sealed record UploadClaim(ClientId Client, TaskId Task, RoundId? Round, int? Seed, string? ContentHash, ArtifactReference Manifest, string? TraceParent = null)
{
    /// <summary>The claim of an announcement.</summary>
    /// <param name="upload">The announcement.</param>
    /// <exception cref="RefusedException">It names a round without a repetition, or the other way about.</exception>
    public static UploadClaim Of(DemoUpload upload) => upload.Round is null == upload.Seed is null
        ? new UploadClaim(upload.Client, upload.Task, upload.Round, upload.Seed, upload.ContentHash, upload.Manifest, upload.TraceParent)
        : throw new RefusedException(ReasonCode.MalformedJson, "An upload names a round and a seed, or neither.");

    /// <summary>Where the demonstrations must lie.</summary>
    /// <exception cref="RefusedException">The content hash of a push is none.</exception>
    public ArtifactPath Path()
    {
        try
        {
            return Round is { } round && Seed is { } seed ? ArtifactPath.Demos(Client, Task, round, seed) : ArtifactPath.Pushed(Client, Task, ContentHash ?? string.Empty);
        }
        catch (InvalidNameException error)
        {
            throw new RefusedException(ReasonCode.InvalidName, $"The {error.What} of a push is none.", error);
        }
    }
}
