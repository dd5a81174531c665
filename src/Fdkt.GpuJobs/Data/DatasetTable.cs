using Fdkt.Contracts.Datasets;

namespace Fdkt.GpuJobs.Data;

/// <summary>The rows of one file, and what was left out of them.</summary>
/// <param name="Name">The file as the user named it.</param>
/// <param name="Rows">The rows in file order. Where labels were not read, every label is empty.</param>
/// <param name="DroppedEmptyText">Rows left out because their text is blank.</param>
/// <param name="DroppedEmptyLabel">Rows left out because their label is blank.</param>
/// <param name="HadHeader">Whether the first line was taken as column names; true for files that carry names.</param>
/// <param name="Warnings">What the user should know, a sentence each.</param>
/// <param name="Users">Whose each row is, null where a row says nothing; null where no column of users was read.</param>
public sealed record DatasetTable(
    string Name,
    IReadOnlyList<LabelledText> Rows,
    int DroppedEmptyText,
    int DroppedEmptyLabel,
    bool HadHeader,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string?>? Users = null);
