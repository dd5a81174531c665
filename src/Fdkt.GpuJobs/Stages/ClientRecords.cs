using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Stages;

/// <summary>The private rows of one client.</summary>
/// <param name="Name">Such as <c>client-1</c>.</param>
/// <param name="Rows">Its rows, class by number.</param>
/// <param name="Users">Whose each row is, null where a row is of a user of its own; null where users are not known.</param>
public sealed record ClientRecords(string Name, IReadOnlyList<Example> Rows, IReadOnlyList<string?>? Users = null);
