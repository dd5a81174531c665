using Fdkt.Contracts.Federation;
using Fdkt.Learning.Synthesis;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Calibration;
using Fdkt.Privacy.Ledger;

namespace Fdkt.GpuJobs.Clients;

/// <summary>What a data owner allows, whatever the server asks. A job that breaks it is refused. All of it is public or becomes so; none of it is computed from the rows.</summary>
/// <param name="EpsilonPerRound">Most that all releases of one round may cost together, its repetitions composed; finite, above 0.</param>
/// <param name="EpsilonTotal">Most that everything ever released may cost together, composed; finite, above 0.</param>
/// <param name="Records">
/// n as the owner declares it, at least 2: the number of private records, or about it. Noise, sampling rate, steps and δ are made of this number and never of the real one, so no
/// job tells how many rows there are. The guarantee holds for any real number of rows.
/// </param>
/// <param name="Delta">Largest δ, of a release and of the total; in (0, 1/n). Left out, min(1e-5, n^-1.5) for n records.</param>
/// <param name="RecordsPerUser">Most records of one user that anything reads, at least 1; given exactly where the data names a column of users. A round may ask for fewer.</param>
/// <param name="ClientFilter">Whether received texts are dropped whose class the client's own classifier finds unlikely. The owner's alone: what a job says is not read.</param>
/// <param name="ClientFilterThreshold">A received text is kept where its class has at least this probability or is the likeliest; in [0, 1].</param>
public sealed record ClientPolicy(
    double EpsilonPerRound,
    double EpsilonTotal,
    int Records,
    double? Delta = null,
    int? RecordsPerUser = null,
    bool ClientFilter = true,
    double ClientFilterThreshold = 0.25)
{
    /// <summary>The largest δ.</summary>
    /// <exception cref="Privacy.PrivacyParameterException">δ of the policy is not below 1/n.</exception>
    public double LargestDelta => Delta is { } delta ? DeltaRule.Check(delta, Records) : DeltaRule.Default(Records);

    /// <summary>What the ledger holds everything to.</summary>
    /// <exception cref="Privacy.PrivacyParameterException">A value of the policy is out of its range.</exception>
    public LedgerLimits Limits => new(EpsilonTotal, LargestDelta);

    /// <summary>Most records of one user that a release may use.</summary>
    /// <param name="asked">What the round asks for; null where it protects records one by one.</param>
    /// <returns>The smaller of both; null where the client's rows name no users and the round protects none.</returns>
    /// <exception cref="RefusedException">The round protects users, and the client's rows do not say whose they are.</exception>
    public int? RecordsPerUserFor(int? asked) => RecordsPerUser is { } own
        ? Math.Min(own, asked ?? own)
        : asked is null ? null : throw new RefusedException(ReasonCode.NotAllowed, "The round protects users, and the client's rows name none: data.user and policy.recordsPerUser are not set.");

    /// <summary>Whether the policy forbids a release. The total is the ledger's to hold, since it knows what was spent.</summary>
    /// <param name="plan">The release.</param>
    /// <param name="others">What other releases of the same round cost.</param>
    /// <returns>Why it is forbidden; null where it is allowed.</returns>
    /// <exception cref="Privacy.PrivacyParameterException">δ of the policy is not below 1/n.</exception>
    public ReasonCode? Forbids(SynthesisPlan plan, IEnumerable<PrivacyEvent> others)
    {
        ArgumentNullException.ThrowIfNull(plan);
        // Written so that NaN, and an ε that could not be bounded, are forbidden.
        return !(plan.Options.Delta <= LargestDelta) ? ReasonCode.DeltaAbovePolicy
            : !(PrivacyAccounting.Account([.. others, .. plan.Events], plan.Options.Delta).EpsilonPld <= EpsilonPerRound) ? ReasonCode.EpsilonAbovePolicy
            : null;
    }
}
