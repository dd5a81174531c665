using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;

namespace Fdkt.GpuJobs.Clients;

/// <summary>What a client measured after a training: <c>evaluations/ROUND/SEED.json</c> in its own folder. Measured without noise, so it stays there.</summary>
/// <param name="SchemaVersion">Version of this record: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Client">The client.</param>
/// <param name="Task">The task.</param>
/// <param name="Round">The round.</param>
/// <param name="Seed">The repetition.</param>
/// <param name="Records">Private rows trained on.</param>
/// <param name="TestRows">Rows measured on.</param>
/// <param name="Scores">Per method; none where the rows allowed no training, and the owner's notes say why.</param>
/// <param name="At">When.</param>
/// <param name="ClientFilter">What the client's filter kept of FDKT's text; null where it did not run.</param>
public sealed record Evaluation(
    int SchemaVersion,
    ClientId Client,
    TaskId Task,
    RoundId Round,
    int Seed,
    int Records,
    int TestRows,
    IReadOnlyDictionary<Comparison, Score> Scores,
    DateTimeOffset At,
    StageReport? ClientFilter = null)
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;
}
