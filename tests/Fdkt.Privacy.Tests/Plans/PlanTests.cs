using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;

namespace Fdkt.Privacy.Tests.Plans;

public sealed class PlanTests
{
    [Fact]
    public void PrivacyPlan_Parts_Agree()
    {
        var plan = new PrivacyPlan(5000, 64, 1.25, 0.5, 782, 1e-5);

        Assert.Equal(new SampledGaussianEvent(64 / 5000.0, 1.25, 782), plan.Event);
        Assert.Equal(plan.SamplingProbability, plan.CreateSampler(new SeededRandomSource(1)).SamplingProbability);
        Assert.Equal(5000, plan.CreateSampler(new SeededRandomSource(1)).RecordCount);
        Assert.Equal(0.625, plan.NoiseStandardDeviationOnSum, 1e-15);
        Assert.Equal(1.25 * 0.5 / (plan.SamplingProbability * 5000), plan.NoiseStandardDeviationOnMean, 1e-15);
    }

    [Theory]
    [InlineData(5000, 64, 10, 782)]
    [InlineData(5000, 1024, 40, 196)]
    [InlineData(100, 100, 3, 3)]
    [InlineData(100, 64, .1, 1)]
    public void StepsForEpochs_AnyFraction_RoundsUp(int n, int batch, double epochs, int expected) =>
        Assert.Equal(expected, PrivacyPlan.StepsForEpochs(n, batch, epochs));

    [Fact]
    public void Calibrate_PrivacyPlan_KeepsEpsilonWithDefaultDelta()
    {
        PrivacyPlan plan = PrivacyPlan.Calibrate(2000, 200, PrivacyPlan.StepsForEpochs(2000, 200, 10), 1, 8);

        Assert.Equal(1e-5, plan.Delta);
        Assert.InRange(plan.Account().EpsilonPld, 7.98, 8);
    }

    [Fact]
    public void Calibrate_BesideAHistogram_SharesTheBudget()
    {
        var votes = new HistogramPlan(2000, 1, 10, 1e-5);
        PrivacyPlan plan = PrivacyPlan.Calibrate(2000, 200, 100, 1, 3, 1e-5, [votes.Event]);

        Assert.InRange(PrivacyAccounting.Account([plan.Event, votes.Event], 1e-5).EpsilonPld, 2.98, 3);
    }

    [Fact]
    public void PrivacyPlan_FewerRecordsThanABatch_SaysBoth()
    {
        var thrown = Assert.Throws<PrivacyParameterException>(() => new PrivacyPlan(50, 64, 1, 1, 10, 1e-5));

        Assert.Contains("record count is 50", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("batch of 64", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, 1, 10, 1e-5)]
    [InlineData(64, 0, 1, 10, 1e-5)]
    [InlineData(64, double.NaN, 1, 10, 1e-5)]
    [InlineData(64, 1, double.PositiveInfinity, 10, 1e-5)]
    [InlineData(64, 1, 0, 10, 1e-5)]
    [InlineData(64, 1, 1, 0, 1e-5)]
    [InlineData(64, 1, 1, 10, .001)]
    public void PrivacyPlan_OutOfRange_Throws(int batch, double noise, double clip, int steps, double delta) =>
        Assert.Throws<PrivacyParameterException>(() => new PrivacyPlan(1000, batch, noise, clip, steps, delta));

    [Fact]
    public void PrivacyPlan_ReplaceOne_IsRefusedByName()
    {
        var thrown = Assert.Throws<NotSupportedException>(() => new PrivacyPlan(1000, 10, 1, 1, 1, 1e-5, Adjacency.ReplaceOne));

        Assert.Contains("ReplaceOne", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(1, 1)]
    [InlineData(3, 8)]
    [InlineData(1, 20)] // σ under 1, where the discrete law matters
    public void Calibrate_HistogramPlan_KeepsEpsilon(int votes, double epsilon)
    {
        HistogramPlan plan = HistogramPlan.Calibrate(500, votes, epsilon);

        Assert.Equal(new DiscreteGaussianEvent(plan.NoiseMultiplier, votes), plan.Event);
        Assert.Equal(plan.NoiseMultiplier * 1024, Math.Round(plan.NoiseMultiplier * 1024));
        Assert.True(plan.Account().EpsilonPld <= epsilon);
        Assert.True(new HistogramPlan(500, votes, plan.NoiseMultiplier * 0.996, plan.Delta).Account().EpsilonPld > epsilon);
    }

    [Fact]
    public void CreateSampler_HistogramPlan_HasItsNoise()
    {
        var plan = new HistogramPlan(500, 1, 6, 1e-5);
        long[] released = DpHistogram.Release(new long[20_000], plan.CreateSampler(new SeededRandomSource(8)));

        Assert.Equal(36.0, released.Average(v => (double)v * v), 1.8);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, double.NaN)]
    public void HistogramPlan_OutOfRange_Throws(int votes, double noise) =>
        Assert.Throws<PrivacyParameterException>(() => new HistogramPlan(500, votes, noise, 1e-5));
}
