using Fdkt.Contracts.Federation;
using Fdkt.Learning.Synthesis;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Calibration;
using Fdkt.Privacy.Ledger;

namespace Fdkt.GpuJobs.Clients;

/// <summary>What a data owner allows, whatever the server asks. A job that breaks it is refused.</summary>
/// <param name="EpsilonPerRound">Most that all releases of one round may cost together, its repetitions composed; finite, above 0.</param>
/// <param name="EpsilonTotal">Most that everything ever released may cost together, composed; finite, above 0.</param>
/// <param name="Delta">Largest δ, of a release and of the total; in (0, 1/n). Left out, min(1e-5, n^-1.5) for n records.</param>
/// <param name="RecordsPerUser">Most records of one user that anything reads, at least 1; given exactly where the data names a column of users. A round may ask for fewer.</param>
public sealed record ClientPolicy(double EpsilonPerRound, double EpsilonTotal, double? Delta = null, int? RecordsPerUser = null)
{
    /// <summary>The largest δ for a number of records.</summary>
    /// <param name="records">n, at least 2.</param>
    /// <exception cref="Privacy.PrivacyParameterException">δ of the policy is not below 1/n.</exception>
    public double DeltaFor(int records) => Delta is { } delta ? DeltaRule.Check(delta, records) : DeltaRule.Default(records);

    /// <summary>What the ledger holds everything to.</summary>
    /// <param name="records">n, at least 2.</param>
    /// <exception cref="Privacy.PrivacyParameterException">A value of the policy is out of its range.</exception>
    public LedgerLimits LimitsFor(int records) => new(EpsilonTotal, DeltaFor(records));

    /// <summary>Most records of one user that a release may use.</summary>
    /// <param name="asked">What the round asks for; null where it protects records one by one.</param>
    /// <returns>The smaller of both; null where the client's rows name no users and the round protects none.</returns>
    /// <exception cref="RefusedException">The round protects users, and the client's rows do not say whose they are.</exception>
    public int? RecordsPerUserFor(int? asked) => RecordsPerUser is { } own
        ? Math.Min(own, asked ?? own)
        : asked is null ? null : throw new RefusedException(ReasonCode.UnsuitableData, "The round protects users, and the client's rows name none: data.user and policy.recordsPerUser are not set.");

    /// <summary>Whether the policy forbids a release. The total is the ledger's to hold, since it knows what was spent.</summary>
    /// <param name="plan">The release.</param>
    /// <param name="others">What other releases of the same round cost.</param>
    /// <returns>Why it is forbidden; null where it is allowed.</returns>
    /// <exception cref="Privacy.PrivacyParameterException">δ of the policy is not below 1/n.</exception>
    public ReasonCode? Forbids(SynthesisPlan plan, IEnumerable<PrivacyEvent> others)
    {
        ArgumentNullException.ThrowIfNull(plan);
        // Written so that NaN, and an ε that could not be bounded, are forbidden.
        return !(plan.Options.Delta <= DeltaFor(plan.Records)) ? ReasonCode.DeltaAbovePolicy
            : !(PrivacyAccounting.Account([.. others, .. plan.Events], plan.Options.Delta).EpsilonPld <= EpsilonPerRound) ? ReasonCode.EpsilonAbovePolicy
            : null;
    }
}
