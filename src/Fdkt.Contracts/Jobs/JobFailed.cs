using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Jobs;

/// <summary>A job failed for good: its limits were exceeded, or it was delivered too often.</summary>
/// <param name="SchemaVersion">Version of the contract.</param>
/// <param name="Job">The job.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Round">The round.</param>
/// <param name="Seed">The repetition.</param>
/// <param name="Client">The client.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why.</param>
public sealed record JobFailed(int SchemaVersion, JobId Job, string Attempt, RoundId Round, int Seed, ClientId? Client, DateTimeOffset At, ReasonCode Reason)
    : JobFact(SchemaVersion, Job, Attempt, Round, Seed, Client, At), IClientFact;
