using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Jobs;

/// <summary>A worker began.</summary>
/// <param name="SchemaVersion">Version of the contract.</param>
/// <param name="Job">The job.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Round">The round.</param>
/// <param name="Seed">The repetition.</param>
/// <param name="Client">The client.</param>
/// <param name="At">When.</param>
public sealed record JobStarted(int SchemaVersion, JobId Job, string Attempt, RoundId Round, int Seed, ClientId? Client, DateTimeOffset At)
    : JobFact(SchemaVersion, Job, Attempt, Round, Seed, Client, At), IClientFact;
