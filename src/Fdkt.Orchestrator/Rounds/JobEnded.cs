using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Reports;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>Payload of the event <c>job</c>: a job ended.</summary>
/// <param name="Job">The job.</param>
/// <param name="Step">What it was.</param>
/// <param name="Seed">The repetition.</param>
/// <param name="Client">The client; null for the augmentation.</param>
/// <param name="End">How it ended.</param>
/// <param name="Reason">Why it failed or was refused; else null.</param>
/// <param name="Texts">What an augmentation wrote; else empty.</param>
/// <param name="Stages">Counts on released or public text.</param>
internal sealed record JobEnded(
    JobId Job, JobStep Step, int Seed, ClientId? Client, JobEnd End, ReasonCode? Reason, IReadOnlyList<WrittenTexts> Texts, IReadOnlyList<StageReport> Stages)
{
    /// <summary>A job that ended without results.</summary>
    /// <param name="job">The job.</param>
    /// <param name="step">What it was.</param>
    /// <param name="seed">The repetition.</param>
    /// <param name="client">The client; null for the augmentation.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="reason">Why.</param>
    public static JobEnded Without(JobId job, JobStep step, int seed, ClientId? client, JobEnd end, ReasonCode reason) =>
        new(job, step, seed, client, end, reason, [], []);
}
