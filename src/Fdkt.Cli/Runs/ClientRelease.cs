using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Reports;

namespace Fdkt.Cli.Runs;

/// <summary>One client's release as the round sees it.</summary>
/// <param name="Demos">The demonstrations with their statement.</param>
/// <param name="Privacy">What the release cost.</param>
/// <param name="Stage">Counts of the stage.</param>
/// <param name="Charge">What the ledger is charged.</param>
/// <param name="Sums">The released table; null where the mechanism trains a model.</param>
internal sealed record ClientRelease(ReleasedDataset Demos, PrivacyReport Privacy, StageReport Stage, ReleaseCharge Charge, ReleasedSums? Sums);
