namespace Fdkt.GpuJobs.Tests.Data;

public sealed class ParquetRow
{
    public string? Text { get; set; }

    public int? Label { get; set; }
}
