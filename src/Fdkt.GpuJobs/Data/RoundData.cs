using Fdkt.Contracts.Datasets;

namespace Fdkt.GpuJobs.Data;

/// <summary>The rows of a round, split into what is private, what is public and what is tested on. The same files give the same split.</summary>
/// <param name="Train">Private rows, to be dealt to clients.</param>
/// <param name="Test">Rows that accuracy is measured on.</param>
/// <param name="Public">The server's public corpus without labels; null means the corpus that ships with Fdkt.</param>
/// <param name="Labels">The class names: as the round file lists them, else all that occur in the training file, in order.</param>
/// <param name="Warnings">What the user should know, a sentence each.</param>
/// <param name="Users">Whose each row of <paramref name="Train"/> is, null where a row is of a user of its own; null where no column says.</param>
public sealed record RoundData(
    IReadOnlyList<LabelledText> Train,
    IReadOnlyList<LabelledText> Test,
    IReadOnlyList<string>? Public,
    IReadOnlyList<string> Labels,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string?>? Users = null);
