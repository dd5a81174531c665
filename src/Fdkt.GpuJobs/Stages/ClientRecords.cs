using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Stages;

/// <summary>The private rows of one client.</summary>
/// <param name="Name">Such as <c>client-1</c>.</param>
/// <param name="Rows">Its rows, class by number.</param>
public sealed record ClientRecords(string Name, IReadOnlyList<Example> Rows);
