using Fdkt.Privacy.Auditing;

namespace Fdkt.Privacy.Tests.Auditing;

public sealed class OneRunAuditTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1.13346)]
    [InlineData(2, 2.311945)]
    [InlineData(4, 4.395568)]
    public void LowerBound_PublishedVector_Matches(double shift, double expected)
    {
        double[] scores = NormalQuantiles.Make(10_000);

        Assert.Equal(expected, OneRunAudit.LowerBound([.. scores.Select(s => s + shift)], scores, .05, 1e-6, AuditThresholds.Frontier), 1e-4);
    }

    [Fact]
    public void LowerBound_FixedCounts_ShareTheSignificanceAmongFewAndShowNothingWithoutASignal()
    {
        double[] scores = NormalQuantiles.Make(2_000);
        double[] shifted = [.. scores.Select(s => s + 1)];

        double customary = OneRunAudit.LowerBound(shifted, scores, .05, 1e-6, AuditThresholds.Frontier);
        Assert.InRange(OneRunAudit.LowerBound(shifted, scores, .05, 1e-6), customary, 2);
        Assert.Equal(0, OneRunAudit.LowerBound(scores, scores, .05, 1e-6));
        Assert.Equal(0, OneRunAudit.LowerBound(scores, shifted, .05, 1e-6)); // the wrong way round
    }

    // Sums over the law, written out.
    [Theory]
    [InlineData(10, 4, 3, 0.7, 0)]
    [InlineData(10, 4, 3, 0.7, 0.01)]
    [InlineData(50, 20, 20, 2.0, 1e-3)]
    [InlineData(5, 5, 0, 1.0, 1e-3)]
    [InlineData(5, 5, 1, 1.0, 0.9)]
    public void PValue_SmallCase_EqualsTheFormula(int m, int r, int v, double epsilon, double delta)
    {
        double p = Math.Exp(epsilon) / (1 + Math.Exp(epsilon));
        double[] law = [.. Enumerable.Range(0, r + 1).Select(k => Binomial(r, k) * Math.Pow(p, k) * Math.Pow(1 - p, r - k))];
        double steepest = Enumerable.Range(1, Math.Max(1, v)).Max(i => law.Where((_, k) => k >= v - i && k < v).Sum() / i);

        Assert.Equal(Math.Min(1, law.Skip(v).Sum() + (2 * m * delta * steepest)), OneRunAudit.PValue(m, r, v, epsilon, delta), 1e-12);
    }

    [Fact]
    public void LowerBound_PerfectScores_IsWhatTheCountOfGuessesAllows()
    {
        double[] members = [.. Enumerable.Repeat(1.0, 500)];
        double[] others = [.. Enumerable.Repeat(0.0, 500)];
        double expected = -Math.Log(Math.Pow(.05 / 9, -1.0 / 500) - 1); // 9 numbers of guesses are tried: 500, 250 … 1

        Assert.Equal(expected, OneRunAudit.LowerBound(members, others, .05, 0), 1e-5);
        Assert.True(OneRunAudit.LowerBound(members, others, .05, 1e-5) < expected);
        Assert.True(OneRunAudit.LowerBound(members, others, .01, 0) < expected);
    }

    [Fact]
    public void LowerBound_NothingToAudit_Throws()
    {
        Assert.Throws<ArgumentException>(() => OneRunAudit.LowerBound([], [], .05, 0));
        Assert.Throws<ArgumentException>(() => OneRunAudit.LowerBound([double.NaN], [1], .05, 0));
        Assert.Throws<ArgumentException>(() => OneRunAudit.LowerBound([1], [1], 0, 0));
        Assert.Throws<ArgumentException>(() => OneRunAudit.LowerBound([1], [1], .05, 1));
        Assert.Equal(0, OneRunAudit.LowerBound([1], [], .05, 0));
    }

    private static double Binomial(int n, int k) => Enumerable.Range(1, k).Aggregate(1.0, (product, i) => product * (n - k + i) / i);
}
