using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Jobs;

/// <summary>A client is to train its classifier on received and private text; for the method demosOnly on the demonstrations of the repetition's <see cref="DemoPool"/>. What it measures stays with it.</summary>
/// <param name="SchemaVersion">Version of the contract.</param>
/// <param name="Id">The job.</param>
/// <param name="Round">The round.</param>
/// <param name="Task">The task.</param>
/// <param name="Seed">The repetition.</param>
/// <param name="Labels">The task's labels.</param>
/// <param name="Domain">What the texts are.</param>
/// <param name="Model">Fingerprint of the public model.</param>
/// <param name="Deadline">After this the result is late.</param>
/// <param name="Client">The client.</param>
/// <param name="Texts">What the server wrote, per method.</param>
/// <param name="Methods">The methods to train, fdkt and the round's comparisons that a client can make.</param>
/// <param name="Augmentation">The client's filter.</param>
/// <param name="Training">How the classifier is trained.</param>
public sealed record TrainingJob(
    int SchemaVersion,
    JobId Id,
    RoundId Round,
    TaskId Task,
    int Seed,
    IReadOnlyList<string> Labels,
    string Domain,
    string Model,
    DateTimeOffset Deadline,
    ClientId Client,
    IReadOnlyList<WrittenTexts> Texts,
    IReadOnlyList<Comparison> Methods,
    AugmentationSection Augmentation,
    TrainingSection Training) : Job(SchemaVersion, Id, Round, Task, Seed, Labels, Domain, Model, Deadline);
