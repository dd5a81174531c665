using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Clients;

/// <summary>A client's rows for one repetition.</summary>
/// <param name="Private">The private rows.</param>
/// <param name="Test">Rows to measure accuracy on; none of them is among the private rows.</param>
internal sealed record ClientRows(IReadOnlyList<Example> Private, IReadOnlyList<Example> Test);
