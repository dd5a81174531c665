namespace Fdkt.Contracts.Artifacts;

/// <summary>Points to stored bytes and pins them: what is read through it is checked against length and hash.</summary>
/// <param name="Container">Container, such as "demos".</param>
/// <param name="Name">Name inside the container; always one that <see cref="ArtifactPath"/> builds.</param>
/// <param name="Sha256">SHA-256 of the stored bytes, lower-case hexadecimal.</param>
/// <param name="Length">Number of stored bytes.</param>
/// <param name="MediaType">Such as "application/json".</param>
public sealed record ArtifactReference(string Container, string Name, string Sha256, long Length, string MediaType);
