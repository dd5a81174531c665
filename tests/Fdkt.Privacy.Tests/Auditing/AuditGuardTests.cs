using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Plans;

namespace Fdkt.Privacy.Tests.Auditing;

/// <summary>What every audit refuses.</summary>
public sealed class AuditGuardTests
{
    private static readonly GaussianClaims Claims = new(1e-6);
    private static readonly PrivacyPlan Plan = new(100, 10, 1, 1, 2, 1e-6);
    private static readonly AuditClaim Claim = new(1, 1e-6, 0.05, null, []);

    private static readonly Action[] WithoutSomething =
    [
        () => ErrorRateAudit.LowerBound(null!, [0], [0], Claims, 0.05),
        () => ErrorRateAudit.LowerBound([0], null!, [0], Claims, 0.05),
        () => ErrorRateAudit.LowerBound([0], [0], null!, Claims, 0.05),
        () => ErrorRateAudit.LowerBound([1], [0], [0.5], null!, 0.05),
        () => OneRunTradeOffAudit.LowerBound(null!, [0], Claims, 0.05),
        () => OneRunTradeOffAudit.LowerBound([0], null!, Claims, 0.05),
        () => OneRunTradeOffAudit.LowerBound([1], [0], null!, 0.05),
        () => OneRunTradeOffAudit.Refutes(null!, 1, 1, 1, 0.05),
        () => OneRunAudit.LowerBound(null!, [0], 0.05, 0),
        () => OneRunAudit.LowerBound([0], null!, 0.05, 0),
        () => Claims.LargestRefuted(null!),
        () => _ = new AccountedClaims(null!, 1e-6),
        () => new AccountedClaims(_ => Plan.Event, 1e-6).LargestRefuted(null!),
        () => AuditClaim.Of((PrivacyPlan)null!, 0.05),
        () => AuditClaim.Of((HistogramPlan)null!, 0.05),
        () => Claim.Refuted(null!),
        () => default(AuditedBuild).With(null!),
        () => MechanismAudit.StepScore(0, null!),
        () => MechanismAudit.Bounds(null!, Claim, new FastRandomSource(1)),
        () => MechanismAudit.Bounds(Plan, null!, new FastRandomSource(1)),
        () => MechanismAudit.Bounds(Plan, Claim, null!),
        () => new CanaryCoins(2, new FastRandomSource(1)).Bounds([0, 1], null!),
        () => AttackCurve.Of(null!, [0]),
        () => AttackCurve.Of([0], null!),
        () => _ = new BigramModel(null!),
        () => new MembershipAttack(["a"]).Run(null!, ["a"], ["b"]),
        () => new MembershipAttack(["a"]).Run(["a"], null!, ["b"]),
        () => new MembershipAttack(["a"]).Run(["a"], ["a"], null!),
    ];

    [Fact]
    public void Call_WithoutSomething_NamesIt() => Assert.All(WithoutSomething, call =>
        Assert.Matches(
            "^(inScores|outScores|thresholds|claims|tradeOff|refutes|events|plan|bounds|claim|source|members|others|texts|released)$",
            Assert.Throws<ArgumentNullException>(call).ParamName));

    [Fact]
    public void PValue_Impossible_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => OneRunAudit.PValue(5, 0, 0, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneRunAudit.PValue(5, 6, 3, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneRunAudit.PValue(5, 3, 4, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneRunAudit.PValue(5, 3, -1, 1, 0));
        Assert.InRange(OneRunAudit.PValue(5, 1, 1, 1, 0), 0.7, 0.74);
        Assert.Equal(1, OneRunAudit.PValue(5, 5, 1, 1, 0.9)); // never above 1
    }

    // No bound at all is below one that is there.
    [Fact]
    public void Largest_MissingBounds_CountForNothing() => Assert.Equal(0.25, new AuditBounds(0.25).Largest);

    // 150 others: one may be called a member at 1 %, not two.
    [Fact]
    public void Curve_RateBetweenTwoCounts_CallsNoMoreMembersThanItMay()
    {
        double[] others = [.. Enumerable.Range(0, 150).Select(i => (double)i)];

        Assert.Equal(0, AttackCurve.Of([147.5, 148], others).TruePositiveRate);
        Assert.Equal(1, AttackCurve.Of([148.5, 148.1], others).TruePositiveRate);
    }
}
