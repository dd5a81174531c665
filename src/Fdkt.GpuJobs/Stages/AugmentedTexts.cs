using Fdkt.Contracts.Reports;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Stages;

/// <summary>What the server hands a client to train on.</summary>
/// <param name="Texts">Texts with the class they were written for.</param>
/// <param name="Stages">Counts of the stages; empty where none ran.</param>
public sealed record AugmentedTexts(IReadOnlyList<Example> Texts, IReadOnlyList<StageReport> Stages);
