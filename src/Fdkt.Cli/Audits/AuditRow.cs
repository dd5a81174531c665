using Fdkt.Privacy.Auditing;

namespace Fdkt.Cli.Audits;

/// <summary>One audit over all repetitions.</summary>
/// <param name="Name">What was audited and what the auditor saw.</param>
/// <param name="Claimed">ε of the claim.</param>
/// <param name="Delta">δ of the claim.</param>
/// <param name="Bounds">Lower bounds of ε for what was run, in the order of the repetitions; a fault that the audit does not know is left out.</param>
internal sealed record AuditRow(string Name, double Claimed, double Delta, IReadOnlyDictionary<MechanismFault, IReadOnlyList<double>> Bounds)
{
    /// <summary>The bound that speaks for a column: the largest of what should stand, the smallest of what should fall.</summary>
    /// <param name="fault">The column.</param>
    /// <returns>Null where the audit does not know the fault.</returns>
    public double? Bound(MechanismFault fault) => Bounds.TryGetValue(fault, out IReadOnlyList<double>? bounds) ? (fault == MechanismFault.None ? bounds.Max() : bounds.Min()) : null;

    /// <summary>Whether what runs as it is refutes its own claim in a repetition.</summary>
    public bool Refuted => Bound(MechanismFault.None) > Claimed;
}
