using Fdkt.Contracts.Reports;
using Fdkt.GpuJobs.Students;

namespace Fdkt.GpuJobs.Stages;

/// <summary>What training gave one client with one method. Measured without noise: it stays with the client.</summary>
/// <param name="Score">On the test rows.</param>
/// <param name="ClientFilter">What the client's filter took in and kept; null where it did not run.</param>
/// <param name="Learned">The head and what it was made of; null where the student is a fine-tuned checkpoint.</param>
public sealed record TrainingResult(Score Score, StageReport? ClientFilter, LearnedHead? Learned = null);
