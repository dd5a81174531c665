namespace Fdkt.Contracts.Reports;

/// <summary>What was classified.</summary>
/// <param name="Name">The task's name.</param>
/// <param name="Domain">What the texts are.</param>
/// <param name="Labels">The class names, in the order used throughout.</param>
/// <param name="TestRows">Rows that accuracy was measured on.</param>
/// <param name="PublicRows">Rows of the server's public corpus; their labels were not read.</param>
public sealed record TaskReport(string Name, string Domain, IReadOnlyList<string> Labels, int TestRows, int PublicRows);
