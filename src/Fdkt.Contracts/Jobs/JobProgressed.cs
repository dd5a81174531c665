using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Jobs;

/// <summary>The server's worker is alive and this far. Also the heartbeat. A client sends <see cref="ClientJobWorking"/>.</summary>
/// <param name="SchemaVersion">Version of the contract.</param>
/// <param name="Job">The job.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Round">The round.</param>
/// <param name="Seed">The repetition.</param>
/// <param name="Client">Null: it is the server's.</param>
/// <param name="At">When.</param>
/// <param name="Step">What it is doing, such as "write texts".</param>
/// <param name="Done">Units done of <paramref name="Total"/>.</param>
/// <param name="Total">Units in all; 0 where it is not known.</param>
public sealed record JobProgressed(
    int SchemaVersion, JobId Job, string Attempt, RoundId Round, int Seed, ClientId? Client, DateTimeOffset At, string Step, long Done, long Total)
    : JobFact(SchemaVersion, Job, Attempt, Round, Seed, Client, At);
