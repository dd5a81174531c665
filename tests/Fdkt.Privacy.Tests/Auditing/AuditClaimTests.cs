using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;

namespace Fdkt.Privacy.Tests.Auditing;

public sealed class AuditClaimTests
{
    private static readonly double[] In = [.. Enumerable.Repeat(1.0, 300)];
    private static readonly double[] Out = [.. Enumerable.Repeat(0.0, 300)];

    [Fact]
    public void Bounds_TestsThatApply_ShareTheSignificance()
    {
        var family = new GaussianClaims(1e-6);

        AuditBounds one = new AuditClaim(2, 1e-6, 0.03, null, []).Bounds(In, Out);
        AuditBounds two = new AuditClaim(2, 1e-6, 0.03, family, []).Bounds(In, Out);
        AuditBounds three = new AuditClaim(2, 1e-6, 0.03, family, [0.5]).Bounds(In, Out);

        Assert.Equal(new AuditBounds(OneRunAudit.LowerBound(In, Out, 0.03, 1e-6)), one);
        Assert.Equal(new AuditBounds(OneRunAudit.LowerBound(In, Out, 0.015, 1e-6), OneRunTradeOffAudit.LowerBound(In, Out, family, 0.015)), two);
        Assert.Equal(OneRunAudit.LowerBound(In, Out, 0.01, 1e-6), three.OneRun);
        Assert.Equal(OneRunTradeOffAudit.LowerBound(In, Out, family, 0.01), three.OneRunTradeOff);
        Assert.Equal(ErrorRateAudit.LowerBound(In, Out, [0.5], family, 0.01), three.ErrorRates);
    }

    [Theory]
    [InlineData(1.0, null, null, 1.0)]
    [InlineData(1.0, 2.0, null, 2.0)]
    [InlineData(1.0, 2.0, 3.0, 3.0)]
    [InlineData(4.0, 2.0, 3.0, 4.0)]
    public void Largest_AnyBound_Counts(double oneRun, double? tradeOff, double? rates, double expected) =>
        Assert.Equal(expected, new AuditBounds(oneRun, tradeOff, rates).Largest);

    [Fact]
    public void Refuted_BoundAtTheClaim_IsRefuted()
    {
        var claim = new AuditClaim(2, 1e-6, 0.03, null, []);

        Assert.True(claim.Refuted(new AuditBounds(2)));
        Assert.False(claim.Refuted(new AuditBounds(1.999)));
    }

    [Fact]
    public void Of_Plans_ClaimWhatTheyAccount()
    {
        PrivacyPlan plan = PrivacyPlan.Calibrate(1000, 100, 20, 1, 2, 1e-6);
        HistogramPlan votes = HistogramPlan.Calibrate(1000, 1, 2, 1e-6);

        AuditClaim training = AuditClaim.Of(plan, 0.01);
        AuditClaim counts = AuditClaim.Of(votes, 0.02);
        AuditClaim gaussian = AuditClaim.OfGaussian(1.5, 1e-5, 0.03);

        Assert.Equal((plan.Account().EpsilonPld, 1e-6, 0.01), (training.Epsilon, training.Delta, training.Significance));
        Assert.Equal((votes.Account().EpsilonPld, 1e-6, 0.02), (counts.Epsilon, counts.Delta, counts.Significance));
        Assert.Equal((GaussianMechanism.Epsilon(1.5, 1e-5), 1e-5, 0.03), (gaussian.Epsilon, gaussian.Delta, gaussian.Significance));
        double none = MechanismAudit.StepScore(0, plan);
        double draw = MechanismAudit.StepScore(1, plan) - none;
        Assert.Equal([(20 * none) + draw, (20 * none) + (2.5 * draw), (20 * none) + (5 * draw), (20 * none) + (50 * draw)], training.Thresholds);
        Assert.Equal([0.5], counts.Thresholds);
        Assert.Equal([0.5], gaussian.Thresholds);
    }

    // What a family calls factor 1 is the claim itself, to the last digit: an audit that refutes no more than that refutes the claim.
    [Fact]
    public void Of_Plans_TheFamilyHoldsTheClaimItself()
    {
        PrivacyPlan plan = PrivacyPlan.Calibrate(1000, 100, 20, 1, 2, 1e-6);
        HistogramPlan votes = HistogramPlan.Calibrate(1000, 1, 2, 1e-6);

        Assert.True(Weakest(AuditClaim.Of(plan, 0.01), new SampledGaussianEvent(0.1, plan.NoiseMultiplier, 20)));
        Assert.True(Weakest(AuditClaim.Of(votes, 0.01), new DiscreteGaussianEvent(votes.NoiseMultiplier, 1)));
    }

    [Theory]
    [InlineData(MechanismFault.None, 1, 1)]
    [InlineData(MechanismFault.HalfNoise, 1, 2)]
    [InlineData(MechanismFault.QuarterNoise, 1, 4)]
    [InlineData(MechanismFault.None, 1.5, 1.5)]
    [InlineData(MechanismFault.HalfNoise, 1.5, 3)]
    [InlineData(MechanismFault.NoClipping, 1, 1)]
    public void With_Build_DividesTheNoiseAndNothingElse(MechanismFault fault, double divisor, double expected)
    {
        PrivacyPlan plan = new(1000, 100, 1.7, 0.5, 20, 1e-6) { Noise = GradientNoise.Discrete };

        PrivacyPlan running = new AuditedBuild(fault, divisor).With(plan);

        Assert.Equal(new PrivacyPlan(1000, 100, 1.7 / expected, 0.5, 20, 1e-6) { Noise = GradientNoise.Discrete }, running);
    }

    [Fact]
    public void Build_Default_IsTheBuildAsItIs()
    {
        Assert.Equal(1, default(AuditedBuild).Divisor);
        Assert.Equal(new AuditedBuild(MechanismFault.HalfNoise), AuditedBuild.Of(MechanismFault.HalfNoise));
    }

    private static bool Weakest(AuditClaim claim, PrivacyEvent itself)
    {
        double border = new ProfileTradeOff([.. Enumerable.Range(0, 81).Select(i => 0.003 * i * i).Select(epsilon => (epsilon, PldAccountant.Deltas([itself], [epsilon])[0]))])
            .LeastFalsePositiveRate(0.9);
        return claim.Family!.LargestRefuted(tradeOff => tradeOff.LeastFalsePositiveRate(0.9) >= border) == claim.Epsilon;
    }
}
