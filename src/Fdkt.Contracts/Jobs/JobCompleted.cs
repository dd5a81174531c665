using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Reports;

namespace Fdkt.Contracts.Jobs;

/// <summary>A job is done and its results are stored.</summary>
/// <param name="SchemaVersion">Version of the contract.</param>
/// <param name="Job">The job.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Round">The round.</param>
/// <param name="Seed">The repetition.</param>
/// <param name="Client">The client.</param>
/// <param name="At">When.</param>
/// <param name="Demos">Manifest of the released demonstrations, for a synthesis; else null.</param>
/// <param name="Texts">What was written, for an augmentation; else empty.</param>
/// <param name="Stages">Counts on released or public text. A training sends none: what its filter kept depends on private rows.</param>
public sealed record JobCompleted(
    int SchemaVersion,
    JobId Job,
    string Attempt,
    RoundId Round,
    int Seed,
    ClientId? Client,
    DateTimeOffset At,
    ArtifactReference? Demos,
    IReadOnlyList<WrittenTexts> Texts,
    IReadOnlyList<StageReport> Stages) : JobFact(SchemaVersion, Job, Attempt, Round, Seed, Client, At);
