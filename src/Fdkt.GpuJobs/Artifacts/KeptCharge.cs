using Fdkt.Privacy.Accounting;

namespace Fdkt.GpuJobs.Artifacts;

/// <summary>What the ledger charged for an artifact, so that a lost ledger can be rebuilt from what lies in <c>releases/</c>.</summary>
/// <param name="Task">The task.</param>
/// <param name="Round">The round.</param>
/// <param name="Delta">δ of the release.</param>
/// <param name="Events">Every mechanism that read private records.</param>
public sealed record KeptCharge(string Task, string Round, double Delta, IReadOnlyList<PrivacyEvent> Events);
