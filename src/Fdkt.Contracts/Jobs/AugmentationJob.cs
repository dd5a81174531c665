using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Jobs;

/// <summary>The server's language model is to write text from the demonstrations of the repetition's <see cref="DemoPool"/>.</summary>
/// <param name="SchemaVersion">Version of the contract.</param>
/// <param name="Id">The job.</param>
/// <param name="Round">The round.</param>
/// <param name="Task">The task.</param>
/// <param name="Seed">The repetition.</param>
/// <param name="Labels">The task's labels.</param>
/// <param name="Domain">What the texts are.</param>
/// <param name="Model">Fingerprint of the public model.</param>
/// <param name="Deadline">After this the result is late.</param>
/// <param name="Augmentation">How to write.</param>
/// <param name="Methods">What to write: fdkt, and the controls that the round compares it with and that need the server.</param>
public sealed record AugmentationJob(
    int SchemaVersion,
    JobId Id,
    RoundId Round,
    TaskId Task,
    int Seed,
    IReadOnlyList<string> Labels,
    string Domain,
    string Model,
    DateTimeOffset Deadline,
    AugmentationSection Augmentation,
    IReadOnlyList<Comparison> Methods) : Job(SchemaVersion, Id, Round, Task, Seed, Labels, Domain, Model, Deadline);
