using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Jobs;

/// <summary>A client's worker is alive and at the job. It does not say how far: that depends on private rows.</summary>
/// <param name="SchemaVersion">Version of the contract.</param>
/// <param name="Job">The job.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Round">The round.</param>
/// <param name="Seed">The repetition.</param>
/// <param name="Client">The client.</param>
/// <param name="At">When, in whole minutes.</param>
public sealed record ClientJobWorking(int SchemaVersion, JobId Job, string Attempt, RoundId Round, int Seed, ClientId? Client, DateTimeOffset At)
    : JobFact(SchemaVersion, Job, Attempt, Round, Seed, Client, At), IClientFact;
