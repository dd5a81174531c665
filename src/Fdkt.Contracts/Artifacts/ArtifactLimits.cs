namespace Fdkt.Contracts.Artifacts;

/// <summary>What a reader accepts; checked while reading, before anything is kept.</summary>
/// <param name="MaximumManifestBytes">Largest manifest. What the server writes carries a statement of each client, some 350 bytes: the default suits ten thousand clients.</param>
/// <param name="MaximumPackedBytes">Most bytes of a data set as stored.</param>
/// <param name="MaximumUnpackedBytes">Most bytes after unpacking: the guard against a gzip bomb.</param>
/// <param name="MaximumRows">Most rows.</param>
/// <param name="MaximumLineBytes">Longest line.</param>
public sealed record ArtifactLimits(
    long MaximumManifestBytes = 4 * 1024 * 1024,
    long MaximumPackedBytes = 64L * 1024 * 1024,
    long MaximumUnpackedBytes = 256L * 1024 * 1024,
    int MaximumRows = 200_000,
    int MaximumLineBytes = 64 * 1024)
{
    /// <summary>The limits where none are set.</summary>
    public static ArtifactLimits Default { get; } = new();
}
