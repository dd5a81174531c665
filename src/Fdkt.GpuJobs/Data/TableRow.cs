namespace Fdkt.GpuJobs.Data;

/// <summary>The wanted fields of one row: the text columns in order, then the label where one is read.</summary>
/// <param name="Line">Where the row begins, the first line being 1; for Parquet the number of the row.</param>
/// <param name="Fields">The raw fields; null or blank where there is none.</param>
internal readonly record struct TableRow(long Line, string?[] Fields);
