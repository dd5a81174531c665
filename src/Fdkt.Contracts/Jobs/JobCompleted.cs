using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Reports;

namespace Fdkt.Contracts.Jobs;

/// <summary>A job of the server is done and its results are stored. A client sends <see cref="ClientJobCompleted"/>.</summary>
/// <param name="SchemaVersion">Version of the contract.</param>
/// <param name="Job">The job.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Round">The round.</param>
/// <param name="Seed">The repetition.</param>
/// <param name="Client">Null: it is the server's.</param>
/// <param name="At">When.</param>
/// <param name="Texts">What was written.</param>
/// <param name="Stages">Counts on released or public text.</param>
public sealed record JobCompleted(
    int SchemaVersion,
    JobId Job,
    string Attempt,
    RoundId Round,
    int Seed,
    ClientId? Client,
    DateTimeOffset At,
    IReadOnlyList<WrittenTexts> Texts,
    IReadOnlyList<StageReport> Stages) : JobFact(SchemaVersion, Job, Attempt, Round, Seed, Client, At);
