using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Plans;

namespace Fdkt.Privacy.Auditing;

/// <summary>What is claimed of a mechanism, and by which tests it is tried. The significance is shared evenly among them.</summary>
/// <param name="Epsilon">ε of the claim.</param>
/// <param name="Delta">Its δ.</param>
/// <param name="Significance">Chance of refuting it where it is true, all tests together, in (0, 1).</param>
/// <param name="Family">The claim as a trade-off among those of its kind; null where only ε and δ are known.</param>
/// <param name="Thresholds">Scores above which a canary is called a member, where the canaries are independent; empty where they are
/// not.</param>
public sealed record AuditClaim(double Epsilon, double Delta, double Significance, ClaimFamily? Family, IReadOnlyList<double> Thresholds)
{
    // Scores above which a canary is called a member, in draws seen without noise: what is best lies higher the more noise there is, and
    // far out where clipping is missing.
    private static readonly double[] Draws = [1.0, 2.5, 5.0, 50.0];

    /// <summary>The claim of DP training, for canaries that do not disturb one another and scores that are sums of
    /// <see cref="MechanismAudit.StepScore"/>.</summary>
    /// <param name="plan">What is claimed.</param>
    /// <param name="significance">Chance of refuting it where it is true.</param>
    /// <returns>The claim.</returns>
    public static AuditClaim Of(PrivacyPlan plan, double significance)
    {
        ArgumentNullException.ThrowIfNull(plan);
        double none = plan.Steps * MechanismAudit.StepScore(0.0, plan);
        double draw = MechanismAudit.StepScore(1.0, plan) - MechanismAudit.StepScore(0.0, plan);
        return Accounted(
            divisor => new SampledGaussianEvent(plan.SamplingProbability, plan.NoiseMultiplier / divisor, plan.Steps), plan.Account().EpsilonPld, plan.Delta, significance,
            [.. Draws.Select(draws => none + (draws * draw))]);
    }

    /// <summary>The claim of a noisy histogram, for canaries with a cell each and scores that are counts.</summary>
    /// <param name="plan">What is claimed; one vote each.</param>
    /// <param name="significance">Chance of refuting it where it is true.</param>
    /// <returns>The claim.</returns>
    public static AuditClaim Of(HistogramPlan plan, double significance)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Accounted(divisor => new DiscreteGaussianEvent(plan.NoiseMultiplier / divisor, plan.VotesPerRecord), plan.Account().EpsilonPld, plan.Delta, significance, [0.5]);
    }

    /// <summary>The claim of a Gaussian mechanism, for canaries with values of their own and scores in units of the sensitivity.</summary>
    /// <param name="noiseMultiplier">σ, above 0.</param>
    /// <param name="delta">δ at which ε is named.</param>
    /// <param name="significance">Chance of refuting it where it is true.</param>
    /// <returns>The claim.</returns>
    public static AuditClaim OfGaussian(double noiseMultiplier, double delta, double significance) =>
        new(GaussianMechanism.Epsilon(noiseMultiplier, delta), delta, significance, new GaussianClaims(delta), [0.5]);

    /// <summary>Tries the claim.</summary>
    /// <param name="inScores">Scores of the canaries that took part.</param>
    /// <param name="outScores">Scores of the others.</param>
    /// <returns>The bounds.</returns>
    public AuditBounds Bounds(IReadOnlyList<double> inScores, IReadOnlyList<double> outScores)
    {
        double level = Significance / (1.0 + (Family is null ? 0.0 : 1.0) + (Thresholds.Count == 0 ? 0.0 : 1.0));
        return new AuditBounds(
            OneRunAudit.LowerBound(inScores, outScores, level, Delta),
            Family is null ? null : OneRunTradeOffAudit.LowerBound(inScores, outScores, Family, level),
            Family is null || Thresholds.Count == 0 ? null : ErrorRateAudit.LowerBound(inScores, outScores, Thresholds, Family, level));
    }

    /// <summary>Whether bounds refute the claim.</summary>
    /// <param name="bounds">What was found.</param>
    public bool Refuted(AuditBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        return bounds.Largest >= Epsilon;
    }

    private static AuditClaim Accounted(Func<double, PrivacyEvent> events, double epsilon, double delta, double significance, double[] thresholds) =>
        new(epsilon, delta, significance, new AccountedClaims(events, delta), thresholds);
}
