namespace Fdkt.Contracts.Rounds;

/// <summary>A round file that was read.</summary>
/// <param name="File">The valid file.</param>
/// <param name="Warnings">Fields that were ignored, with their probable spelling.</param>
public sealed record RoundFileReading(RoundFile File, IReadOnlyList<RoundFileProblem> Warnings);
