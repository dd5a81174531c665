using Fdkt.Contracts.Reports;
using Fdkt.GpuJobs.Releases;
using Fdkt.GpuJobs.Students;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Stages;

/// <summary>What a client is given to learn from by one method of the table.</summary>
/// <param name="Found">Public texts with a class; null where the method finds none.</param>
/// <param name="Written">Texts that a language model wrote; null where none did.</param>
/// <param name="Values">The table that found the public texts, so that a client can take its own part out; null where it cannot.</param>
/// <param name="Table">Reads <paramref name="Values"/>.</param>
/// <param name="Part">Part of the texts of a class that was taken.</param>
/// <param name="Stages">Counts of the stages.</param>
public sealed record MethodTexts(LabelledStates? Found, LabelledStates? Written, TableValues? Values, IPrivateTable? Table, double Part, IReadOnlyList<StageReport> Stages)
{
    /// <summary>A method without text.</summary>
    public static MethodTexts None { get; } = new(null, null, null, null, 1, []);

    /// <summary>All texts with their class.</summary>
    public IReadOnlyList<Example> Examples => [.. Found?.Examples ?? [], .. Written?.Examples ?? []];

    /// <summary>Texts in which no client's rows can be told apart.</summary>
    /// <param name="texts">The texts.</param>
    public static MethodTexts Given(LabelledStates texts) => new(texts, null, null, null, 1, []);
}
