using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Jobs;

/// <summary>A client is done with a job. A training that could measure nothing ends like this too: what came of it is the client's to know.</summary>
/// <param name="SchemaVersion">Version of the contract.</param>
/// <param name="Job">The job.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Round">The round.</param>
/// <param name="Seed">The repetition.</param>
/// <param name="Client">The client.</param>
/// <param name="At">When, in whole minutes.</param>
/// <param name="Demos">Manifest of the released demonstrations, for a synthesis; else null.</param>
public sealed record ClientJobCompleted(
    int SchemaVersion, JobId Job, string Attempt, RoundId Round, int Seed, ClientId? Client, DateTimeOffset At, ArtifactReference? Demos)
    : JobFact(SchemaVersion, Job, Attempt, Round, Seed, Client, At), IClientFact;
