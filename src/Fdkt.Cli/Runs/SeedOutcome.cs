using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;

namespace Fdkt.Cli.Runs;

/// <summary>What one seed gave; kept in the output folder, so that an interrupted run goes on after it.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Scores">Per method and client, in the order of the clients.</param>
/// <param name="Stages">Counts of the stages.</param>
/// <param name="Privacy">Per client, what its release cost.</param>
/// <param name="Charges">Per client, what the ledger is charged.</param>
/// <param name="Clients">The clients, in the same order everywhere.</param>
/// <param name="Samples">A few released texts.</param>
/// <param name="Attacks">What attacks achieved; null where none were asked for.</param>
internal sealed record SeedOutcome(
    int Seed,
    IReadOnlyDictionary<Comparison, IReadOnlyList<Score>> Scores,
    IReadOnlyList<StageReport> Stages,
    IReadOnlyList<PrivacyReport> Privacy,
    IReadOnlyList<ReleaseCharge> Charges,
    IReadOnlyList<ClientSize> Clients,
    IReadOnlyList<SampleText> Samples,
    IReadOnlyList<SeedAttack>? Attacks = null);
