using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Clients;

/// <summary>A client's rows for one repetition.</summary>
/// <param name="Private">The private rows; there may be none.</param>
/// <param name="Test">Rows to measure accuracy on; none of them is among the private rows. There may be none.</param>
/// <param name="Notes">What the owner should know of how they came about, a sentence each. For nobody else.</param>
internal sealed record ClientRows(IReadOnlyList<Example> Private, IReadOnlyList<Example> Test, IReadOnlyList<string> Notes);
