using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Jobs;

/// <summary>A client is to release demonstrations.</summary>
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
/// <param name="Privacy">The plan: the most the release may spend, and how.</param>
/// <param name="Synthesis">How demonstrations are made.</param>
/// <param name="LedgerMark">Mark of the newest entry of the client's ledger that the federation has seen; null where it has seen none. A client whose ledger lacks it releases nothing.</param>
public sealed record SynthesisJob(
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
    PrivacySection Privacy,
    SynthesisSection Synthesis,
    string? LedgerMark = null) : Job(SchemaVersion, Id, Round, Task, Seed, Labels, Domain, Model, Deadline);
