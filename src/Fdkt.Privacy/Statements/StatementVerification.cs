using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Calibration;

namespace Fdkt.Privacy.Statements;

/// <summary>What came out when the claims of a statement were computed again. Immutable.</summary>
/// <param name="Recomputed">The guarantee of the statement's events at its δ; null where they could not be accounted.</param>
/// <param name="Problems">Why the statement is refused, a sentence each; empty if it holds.</param>
public sealed record StatementVerification(PrivacyGuarantee? Recomputed, IReadOnlyList<string> Problems)
{
    /// <summary>What a statement proves that verifies: it bears no signature.</summary>
    public const string ProvesOnly = "This checks the arithmetic and nothing else: a statement is not signed, so it says neither who made it nor that the mechanism ran as stated.";

    /// <summary>How far a claim may lie below what the events give, relative to it: another machine rounds its transforms otherwise.</summary>
    public const double RoomBelow = 1e-6;

    /// <summary>How far a claim may lie above, relative to it: four digits, as people write ε. One percent more noise already changes ε by more.</summary>
    public const double RoomAbove = 1e-4;

    /// <summary>The same where the statement names other accountants than this build's: a later version may find a smaller ε for the same events.</summary>
    public const double RoomAboveOtherAccountants = 1e-2;

    /// <summary>Whether claims and events agree.</summary>
    public bool Holds => Problems.Count == 0;

    /// <summary>Accounts the events of a statement anew and compares.</summary>
    /// <param name="statement">The statement.</param>
    /// <returns>
    /// The result. A claim above what the events give promises less and would be safe to believe, but one of the two was changed or mistyped, so the statement
    /// contradicts itself and is refused as well.
    /// </returns>
    public static StatementVerification Of(ReleaseStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var problems = new List<string>();
        if (statement.Events.Count == 0)
        {
            problems.Add("It names no event: a release from private records has at least one.");
        }

        if (statement.RecordsPerUnit < 1 || statement.Events.Any(e => !Covers(e, statement.RecordsPerUnit)))
        {
            problems.Add(FormattableString.Invariant($"Its events do not cover a unit of {statement.RecordsPerUnit} records."));
        }

        if (statement.Adjacency != StatementBuilder.ZeroOut || (statement.Unit != StatementBuilder.UnitOf(statement.RecordsPerUnit) && statement.Unit != StatementBuilder.UnitOf(statement.RecordsPerUnit, ofUsers: true)))
        {
            problems.Add($"Its adjacency or its unit is not what its events are accounted for: {StatementBuilder.ZeroOut}, {StatementBuilder.UnitOf(Math.Max(1, statement.RecordsPerUnit))}.");
        }

        PrivacyGuarantee? guarantee = null;
        try
        {
            DeltaRule.Check(statement.Delta, statement.RecordCount);
            guarantee = PrivacyAccounting.Account(statement.Events, statement.Delta);
            double above = statement.Accountants == guarantee.Accountants ? RoomAbove : RoomAboveOtherAccountants;
            Compare(problems, "epsilon", statement.Epsilon, guarantee.EpsilonPld, above);
            Compare(problems, "epsilon by PLD", statement.EpsilonPld, guarantee.EpsilonPld, above);
            Compare(problems, "epsilon by RDP", statement.EpsilonRdp, guarantee.EpsilonRdp, above);
            Compare(problems, "epsilon without sampling", statement.EpsilonUnsampled, guarantee.EpsilonUnsampled, above);
            foreach (string name in CommonDeltas.Names.Where(statement.EpsilonAt.ContainsKey))
            {
                Compare(problems, $"epsilon at delta {name}", statement.EpsilonAt[name], PrivacyAccounting.Epsilon(statement.Events, CommonDeltas.Value(name)), above);
            }

            if (statement.EpsilonAt.Keys.Any(name => !CommonDeltas.Names.Contains(name)))
            {
                problems.Add($"It claims epsilon at a delta other than {string.Join(" and ", CommonDeltas.Names)}, which are all that is computed here.");
            }
        }
        catch (PrivacyParameterException exception)
        {
            problems.Add(exception.Message);
        }

        return new StatementVerification(guarantee, problems);
    }

    private static void Compare(List<string> problems, string name, double claimed, double found, double above)
    {
        // Written so that NaN agrees with nothing, and an infinite ε with an infinite one alone.
        if (!(claimed >= found * (1.0 - RoomBelow) && (claimed <= found * (1.0 + above))))
        {
            problems.Add(FormattableString.Invariant($"It claims {name} {claimed:g6}; its events give {found:g6}."));
        }
    }

    /// <summary>Whether an event can speak for a unit. Record-level events say nothing about a user with more records. The plain Gaussian does: its noise is scaled to the unit.</summary>
    /// <param name="releases">The event.</param>
    /// <param name="recordsPerUnit">k.</param>
    public static bool Covers(PrivacyEvent releases, int recordsPerUnit) => releases switch
    {
        GroupSampledGaussianEvent e => e.GroupSize >= recordsPerUnit,
        SampledGaussianEvent or DiscreteGaussianEvent => recordsPerUnit == 1,
        _ => true,
    };
}
