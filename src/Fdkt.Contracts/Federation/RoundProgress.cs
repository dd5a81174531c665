namespace Fdkt.Contracts.Federation;

/// <summary>The jobs of a round that are being worked on: <c>rounds/ID/progress.json</c>. For people to watch; nothing depends on it.</summary>
/// <param name="SchemaVersion">Version of this record: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Round">The round.</param>
/// <param name="Jobs">The jobs that were heard of and have not ended, in the order of their ids.</param>
/// <param name="UpdatedAt">When this was written.</param>
public sealed record RoundProgress(int SchemaVersion, RoundId Round, IReadOnlyList<JobProgress> Jobs, DateTimeOffset UpdatedAt) : IControlDocument
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;
}
