using Fdkt.Privacy.Auditing;

namespace Fdkt.Cli.Audits;

/// <summary>One audit over all repetitions.</summary>
/// <param name="Name">What was audited and what the auditor saw.</param>
/// <param name="Claimed">ε of the claim.</param>
/// <param name="Delta">δ of the claim.</param>
/// <param name="Found">Lower bounds of ε for what was run, in the order of the repetitions; a fault that the audit does not know is left out.</param>
/// <param name="Power">The smallest factor tried by which noise was too small and the claim fell nine times in ten; null where none did, or none was tried.</param>
internal sealed record AuditRow(string Name, double Claimed, double Delta, IReadOnlyDictionary<MechanismFault, IReadOnlyList<AuditBounds>> Found, double? Power = null)
{
    /// <summary>Share of repetitions in which a fault must be found to count as found.</summary>
    public const double Often = 0.9;

    /// <summary>The bound that speaks for a column: the largest of what should stand, the smallest of what should fall.</summary>
    /// <param name="fault">The column.</param>
    /// <returns>Null where the audit does not know the fault.</returns>
    public double? Bound(MechanismFault fault) => Found.TryGetValue(fault, out IReadOnlyList<AuditBounds>? bounds)
        ? (fault == MechanismFault.None ? bounds.Max(found => found.Largest) : bounds.Min(found => found.Largest))
        : null;

    /// <summary>In how many repetitions a column refutes the claim.</summary>
    /// <param name="fault">The column; one that the audit knows.</param>
    public int Refutations(MechanismFault fault) => Found[fault].Count(found => found.Largest >= Claimed);

    /// <summary>Whether what runs as it is refutes its own claim in a repetition.</summary>
    public bool Refuted => Refutations(MechanismFault.None) > 0;
}
