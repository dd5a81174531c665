using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;

namespace Fdkt.Privacy.Tests.Auditing;

/// <summary>All with fixed seeds: nothing here fails by chance.</summary>
public sealed class MechanismAuditTests
{
    [Theory]
    [InlineData(GradientNoise.Gaussian)]
    [InlineData(GradientNoise.Discrete)]
    public void Bounds_AsItIs_StayBelowTheClaimInTenSeeds(GradientNoise noise)
    {
        PrivacyPlan plan = PrivacyPlan.Calibrate(1000, 100, 20, 1, 2, 1e-6) with { Noise = noise };
        AuditClaim claim = AuditClaim.Of(plan, 0.05);

        for (ulong seed = 1; seed <= 10; seed++)
        {
            Assert.False(claim.Refuted(MechanismAudit.Bounds(plan, claim, new FastRandomSource(seed))));
        }
    }

    [Theory]
    [InlineData(MechanismFault.NoNoise)]
    [InlineData(MechanismFault.NoClipping)]
    [InlineData(MechanismFault.QuarterNoise)]
    public void Bounds_Broken_RefuteTheClaim(MechanismFault fault)
    {
        PrivacyPlan plan = PrivacyPlan.Calibrate(2000, 200, 50, 1, 2, 1e-6);
        AuditClaim claim = AuditClaim.Of(plan, 0.001);

        Assert.True(claim.Refuted(MechanismAudit.Bounds(plan, claim, new FastRandomSource(1), fault)));
    }

    // Without noise or clipping even the bound that knows ε and δ alone is far above the claim.
    [Theory]
    [InlineData(MechanismFault.NoNoise)]
    [InlineData(MechanismFault.NoClipping)]
    public void Bounds_WithoutProtection_AreLargeInOneRunToo(MechanismFault fault)
    {
        PrivacyPlan plan = PrivacyPlan.Calibrate(2000, 200, 50, 1, 2, 1e-6);
        AuditClaim claim = AuditClaim.Of(plan, 0.05);

        Assert.True(MechanismAudit.Bounds(plan, claim, new FastRandomSource(1), fault).OneRun > 1.5 * claim.Epsilon);
    }

    [Theory]
    [InlineData(GradientNoise.Gaussian)]
    [InlineData(GradientNoise.Discrete)]
    public void Bounds_DivisorOfThree_AreFound(GradientNoise noise)
    {
        PrivacyPlan plan = PrivacyPlan.Calibrate(1000, 100, 20, 1, 2, 1e-6) with { Noise = noise };
        AuditClaim claim = AuditClaim.Of(plan, 0.001);

        Assert.True(claim.Refuted(MechanismAudit.Bounds(plan, claim, new FastRandomSource(1), new AuditedBuild(MechanismFault.None, 3))));
    }

    [Fact]
    public void Bounds_ManyCanariesAtFullSampling_ComeCloseToTheClaim()
    {
        var plan = new PrivacyPlan(20_000, 20_000, 1.0, 1, 1, 1e-5);
        AuditClaim claim = AuditClaim.Of(plan, 0.05);

        AuditBounds bounds = MechanismAudit.Bounds(plan, claim, new FastRandomSource(3));

        Assert.InRange(bounds.OneRun, 0.15 * claim.Epsilon, claim.Epsilon);
        Assert.InRange(bounds.OneRunTradeOff!.Value, 0.3 * claim.Epsilon, claim.Epsilon);
        Assert.InRange(bounds.ErrorRates!.Value, 0.8 * claim.Epsilon, 0.999 * claim.Epsilon);
    }

    [Fact]
    public void Bounds_Shuffled_ShowMoreThanSampledByCoins()
    {
        // One pass at q = .01 with little noise: by coins a third of the canaries never come; shuffled, all come once and can be counted
        // on.
        var plan = new PrivacyPlan(4000, 40, 0.15, 1, 100, 1e-6);
        AuditClaim claim = AuditClaim.Of(plan, 0.05);
        AuditBounds shuffled = MechanismAudit.Bounds(plan, claim, new FastRandomSource(2), MechanismFault.Shuffled);

        Assert.True(shuffled.OneRun > MechanismAudit.Bounds(plan, claim, new FastRandomSource(2)).OneRun);
        Assert.True(shuffled.OneRun <= PrivacyAccounting.Account([plan.Event], plan.Delta).EpsilonUnsampled);
    }

    // log(1 − q + q exp((2x − 1)/2s²)) with s = σ/2, also where the exponential would overflow.
    [Theory]
    [InlineData(0.5)]
    [InlineData(-3)]
    [InlineData(2)]
    [InlineData(40)]
    [InlineData(1e6)]
    public void StepScore_AnyValue_IsTheLogLikelihoodRatioOfHalfTheNoise(double x)
    {
        var plan = new PrivacyPlan(1000, 100, 1.5, 1, 1, 1e-6);
        double exponent = ((2 * x) - 1) / 1.125;
        double expected = exponent > 100 ? exponent + Math.Log(0.1) : Math.Log(0.9 + (0.1 * Math.Exp(exponent)));

        Assert.Equal(expected, MechanismAudit.StepScore(x, plan), 1e-12 * Math.Max(1, Math.Abs(expected)));
    }
}
