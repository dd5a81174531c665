using Fdkt.Privacy.Auditing;

namespace Fdkt.Privacy.Tests.Auditing;

public sealed class OneRunTradeOffAuditTests
{
    // Published values for 10,000 canaries in and 10,000 out, significance .05, δ 1e-6; the bound for (ε, δ) gives 1.13346 at shift 1,
    // 2.311945 at 2, 4.395568 at 4.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2.164749)]
    [InlineData(2, 4.7218075)]
    [InlineData(4, 9.133752)]
    public void LowerBound_PublishedVector_Matches(double shift, double expected)
    {
        double[] scores = NormalQuantiles.Make(10_000);

        Assert.Equal(expected, OneRunTradeOffAudit.LowerBound([.. scores.Select(s => s + shift)], scores, new GaussianClaims(1e-6), .05, AuditThresholds.Frontier), 2e-5 * expected);
    }

    [Fact]
    public void LowerBound_FixedCounts_IsNotFarFromTheCustomaryFigure()
    {
        double[] scores = NormalQuantiles.Make(2_000);
        double[] shifted = [.. scores.Select(s => s + 1)];
        var claims = new GaussianClaims(1e-6);

        double customary = OneRunTradeOffAudit.LowerBound(shifted, scores, claims, .05, AuditThresholds.Frontier);

        Assert.InRange(OneRunTradeOffAudit.LowerBound(shifted, scores, claims, .05), 0.9 * customary, 1.3 * customary);
        Assert.Equal(0, OneRunTradeOffAudit.LowerBound(scores, shifted, claims, .05)); // the wrong way round
        Assert.Throws<ArgumentException>(() => OneRunTradeOffAudit.LowerBound([], [], claims, .05));
        Assert.Throws<ArgumentException>(() => OneRunTradeOffAudit.LowerBound([1], [double.NaN], claims, .05));
        Assert.Throws<ArgumentException>(() => OneRunTradeOffAudit.LowerBound([1], [0], claims, 0));
    }

    // A mechanism that conceals everything leaves coins to guess: one guess is right half of the time, two a quarter, three an eighth.
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.25)]
    [InlineData(3, 0.125)]
    public void Refutes_AllRightAgainstNoLeak_IsTheChanceOfCoins(int guesses, double chance)
    {
        var nothing = new GaussianTradeOff(0);

        Assert.False(OneRunTradeOffAudit.Refutes(nothing, guesses, guesses, guesses, chance * 0.999));
        Assert.True(OneRunTradeOffAudit.Refutes(nothing, guesses, guesses, guesses, chance * 1.001));
    }

    // The recursion written out for two right of three guesses among five canaries.
    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void Refutes_TwoRightOfThree_IsTheRecursion(double mu)
    {
        var tradeOff = new GaussianTradeOff(mu);
        bool Written(double significance)
        {
            double hits = significance * 2 / 5;
            double misses = significance * 1 / 5;
            double one = Math.Max(misses, tradeOff.LeastFalsePositiveRate(hits));
            double more = hits + (1.0 / 2.0 * (one - misses));
            double none = Math.Max(one, tradeOff.LeastFalsePositiveRate(Math.Min(1, more)));
            return more + none > 3.0 / 5;
        }

        for (double significance = 0.01; significance < 1; significance += 0.01)
        {
            Assert.Equal(Written(significance), OneRunTradeOffAudit.Refutes(tradeOff, 5, 3, 2, significance));
        }

        Assert.Equal(mu < 1, Written(0.99)); // the values differ within the loop for a small μ
        Assert.False(Written(0.01));
    }

    [Fact]
    public void Refutes_Impossible_Throws()
    {
        var tradeOff = new GaussianTradeOff(1);

        Assert.Throws<ArgumentOutOfRangeException>(() => OneRunTradeOffAudit.Refutes(tradeOff, 5, 0, 0, .05));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneRunTradeOffAudit.Refutes(tradeOff, 5, 6, 3, .05));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneRunTradeOffAudit.Refutes(tradeOff, 5, 3, 4, .05));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneRunTradeOffAudit.Refutes(tradeOff, 5, 3, -1, .05));
    }
}
