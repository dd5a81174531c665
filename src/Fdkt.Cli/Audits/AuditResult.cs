using Fdkt.Contracts.Reports;

namespace Fdkt.Cli.Audits;

/// <summary>What <c>fdkt audit</c> found.</summary>
/// <param name="Seeds">Repetitions.</param>
/// <param name="Rows">The audits.</param>
/// <param name="Attacks">Membership inference against released text and against text without privacy.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="ProcessorSeconds">Processor time of that.</param>
internal sealed record AuditResult(int Seeds, IReadOnlyList<AuditRow> Rows, IReadOnlyList<AttackReport> Attacks, double Seconds, double ProcessorSeconds);
