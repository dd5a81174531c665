using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Reports;

/// <summary>What FDKT gains over private-only training, paired by seed.</summary>
/// <param name="Points">Mean difference of accuracy in percentage points.</param>
/// <param name="Ci95">Its 95 % interval (paired, Student t) in percentage points; NaN ends for one seed.</param>
public sealed record LiftReport(double Points, Interval Ci95);

/// <summary>What FDKT gains over the best that a client can do alone, paired by seed.</summary>
/// <param name="Control">The better of the local controls, by mean accuracy: selfTraining or ownMeans.</param>
/// <param name="Points">Mean difference of accuracy in percentage points.</param>
/// <param name="Ci95">Its 95 % interval (paired, Student t) in percentage points; NaN ends for one seed.</param>
public sealed record LocalLiftReport(Comparison Control, double Points, Interval Ci95);
