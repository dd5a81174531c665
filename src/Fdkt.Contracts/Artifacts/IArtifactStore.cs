using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Artifacts;

/// <summary>Keeps artifacts: DP-synthetic data sets and their manifests, nothing else (the type of <see cref="WriteAsync"/> says so). Thread-safe.</summary>
/// <remarks>Every member throws <see cref="StorageUnavailableException"/> where the storage does not serve it within the retries.</remarks>
public interface IArtifactStore
{
    /// <summary>Stores an artifact if none is there: the data set first, then the manifest, each whole or not at all.</summary>
    /// <param name="artifact">The artifact.</param>
    /// <param name="cancellationToken">Stops waiting; what was written stays.</param>
    /// <returns>The reference to what is stored now: this artifact.</returns>
    /// <exception cref="ArtifactConflictException">Other bytes are stored at the path.</exception>
    Task<ArtifactReference> WriteAsync(SealedArtifact artifact, CancellationToken cancellationToken);

    /// <summary>The reference to the manifest at a path; null where there is none.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<ArtifactReference?> FindAsync(ArtifactPath path, CancellationToken cancellationToken);

    /// <summary>Reads and checks an artifact: hashes, lengths, limits while reading, shape, content hash. The signature is the caller's to verify.</summary>
    /// <param name="path">Where it must lie; built by the caller from ids.</param>
    /// <param name="reference">What the message announced. Its container and name must be those of the path.</param>
    /// <param name="limits">What is accepted.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RefusedException">The stored bytes are not what was announced, or break a limit.</exception>
    Task<StoredArtifact> ReadAsync(ArtifactPath path, ArtifactReference reference, ArtifactLimits limits, CancellationToken cancellationToken);

    /// <summary>Marks an artifact as refused; its bytes stay where they are, for the operator to look at, and are never read again by a round.</summary>
    /// <param name="path">The path.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task QuarantineAsync(ArtifactPath path, ReasonCode reason, CancellationToken cancellationToken);

    /// <summary>Why an artifact is quarantined; null where it is not.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<ReasonCode?> QuarantineReasonAsync(ArtifactPath path, CancellationToken cancellationToken);
}
