namespace Fdkt.Contracts.Reports;

/// <summary>What FDKT gains over private-only training, paired by seed.</summary>
/// <param name="Points">Mean difference of accuracy in percentage points.</param>
/// <param name="Ci95">Its 95 % interval (paired, Student t) in percentage points; NaN ends for one seed.</param>
public sealed record LiftReport(double Points, Interval Ci95);
