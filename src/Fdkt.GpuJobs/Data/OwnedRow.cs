using Fdkt.Contracts.Datasets;

namespace Fdkt.GpuJobs.Data;

/// <summary>A private row and whose it is. Never leaves this process; <see cref="LabelledText"/>, which is what is released, has no place for a user.</summary>
/// <param name="Row">The row.</param>
/// <param name="User">Its user; null where the row is of a user of its own.</param>
public readonly record struct OwnedRow(LabelledText Row, string? User)
{
    /// <summary>The label of the row.</summary>
    public string Label => Row.Label;

    /// <summary>Puts the rows of a table beside their users.</summary>
    /// <param name="table">The table.</param>
    public static IReadOnlyList<OwnedRow> Of(DatasetTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return [.. table.Rows.Select((row, i) => new OwnedRow(row, table.Users?[i]))];
    }
}
