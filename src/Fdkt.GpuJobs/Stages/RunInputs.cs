using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Stages;

/// <summary>What a run works on.</summary>
/// <param name="Labels">Names of the classes.</param>
/// <param name="Domain">What the texts are, in words.</param>
/// <param name="Private">Rows to deal to clients.</param>
/// <param name="Test">Rows that accuracy is measured on.</param>
/// <param name="Public">The public corpus; null means the one that ships with Fdkt, with its model.</param>
/// <param name="Warnings">What the user should know.</param>
/// <param name="Users">Whose each private row is, null where a row is of a user of its own; null where records are protected one by one.</param>
public sealed record RunInputs(
    IReadOnlyList<string> Labels,
    string Domain,
    IReadOnlyList<Example> Private,
    IReadOnlyList<Example> Test,
    IReadOnlyList<string>? Public,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string?>? Users = null);
