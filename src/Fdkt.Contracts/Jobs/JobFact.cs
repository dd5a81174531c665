using System.Text.Json.Serialization;
using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Jobs;

/// <summary>Something that happened to a job, sent on <c>job-results</c>. The last of a job (completed, failed, refused) is also stored, once: <c>results/JOB.json</c>.</summary>
/// <param name="SchemaVersion">Version of the contract: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Job">The job.</param>
/// <param name="Attempt">The attempt: new for each delivery.</param>
/// <param name="Round">The round.</param>
/// <param name="Seed">The repetition.</param>
/// <param name="Client">The client; null for the language-model worker.</param>
/// <param name="At">When; a client's is cut to the whole minute.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(JobStarted), "started")]
[JsonDerivedType(typeof(JobProgressed), "progressed")]
[JsonDerivedType(typeof(JobCompleted), "completed")]
[JsonDerivedType(typeof(ClientJobWorking), "clientWorking")]
[JsonDerivedType(typeof(ClientJobCompleted), "clientCompleted")]
[JsonDerivedType(typeof(JobFailed), "failed")]
[JsonDerivedType(typeof(JobRefused), "refused")]
public abstract record JobFact(int SchemaVersion, JobId Job, string Attempt, RoundId Round, int Seed, ClientId? Client, DateTimeOffset At) : IControlDocument
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;
}
