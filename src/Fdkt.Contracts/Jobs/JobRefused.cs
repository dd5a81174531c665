using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Jobs;

/// <summary>The worker's owner does not want the job done: its policy, its budget or its data forbid it.</summary>
/// <param name="SchemaVersion">Version of the contract.</param>
/// <param name="Job">The job.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Round">The round.</param>
/// <param name="Seed">The repetition.</param>
/// <param name="Client">The client.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why.</param>
public sealed record JobRefused(int SchemaVersion, JobId Job, string Attempt, RoundId Round, int Seed, ClientId? Client, DateTimeOffset At, ReasonCode Reason)
    : JobFact(SchemaVersion, Job, Attempt, Round, Seed, Client, At), IClientFact;
