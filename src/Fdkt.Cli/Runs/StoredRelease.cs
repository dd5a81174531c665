using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Reports;

namespace Fdkt.Cli.Runs;

/// <summary>One client's release as kept in the output folder: a resumed run uses it and does not release again.</summary>
/// <param name="Client">Name of the client.</param>
/// <param name="Demos">The released demonstrations.</param>
/// <param name="Privacy">What the release cost.</param>
/// <param name="Stage">Counts of the stage.</param>
/// <param name="Charge">What the ledger is charged.</param>
/// <param name="Sums">The released table; null where the mechanism trains a model.</param>
internal sealed record StoredRelease(string Client, IReadOnlyList<LabelledText> Demos, PrivacyReport Privacy, StageReport Stage, ReleaseCharge Charge, ReleasedSums? Sums = null);
