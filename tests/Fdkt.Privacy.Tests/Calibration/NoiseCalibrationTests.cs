using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Calibration;

namespace Fdkt.Privacy.Tests.Calibration;

public sealed class NoiseCalibrationTests
{
    private static double Epsilon(double sigma, double q, int steps, double delta, params PrivacyEvent[] besides) =>
        PrivacyAccounting.Account([new SampledGaussianEvent(q, sigma, steps), .. besides], delta).EpsilonPld;

    [Theory]
    [InlineData(.0128, 782, 2.6, 1e-5)]
    [InlineData(.2, 400, 1, 1e-5)]
    [InlineData(.05, 2000, 8, 1e-6)]
    [InlineData(1, 10, 3, 1e-5)]
    [InlineData(.01, 1, .1, 1e-7)]
    [InlineData(.05, 100, .01, 1e-5)]
    [InlineData(.3, 20, 100, 1e-5)]
    public void NoiseMultiplierFor_AnyTarget_KeepsItAndWastesNothing(double q, int steps, double epsilon, double delta)
    {
        double sigma = NoiseCalibration.NoiseMultiplierFor(q, steps, epsilon, delta);

        Assert.True(Epsilon(sigma, q, steps, delta) <= epsilon);
        Assert.True(Epsilon(sigma * (1 - 1e-3), q, steps, delta) > epsilon);
    }

    [Fact]
    public void NoiseMultiplierFor_OneStep_MatchesPublishedValue() =>
        Assert.Equal(.67379294682, NoiseCalibration.NoiseMultiplierFor(.01, 1, 1, 1e-5), 1e-4);

    [Fact]
    public void NoiseMultiplierFor_OtherReleasesBeside_CountsThem()
    {
        var histogram = new DiscreteGaussianEvent(3, 1);

        double sigma = NoiseCalibration.NoiseMultiplierFor(s => [new SampledGaussianEvent(.02, s, 300), histogram], 3, 1e-5);

        Assert.InRange(Epsilon(sigma, .02, 300, 1e-5, histogram), 2.98, 3);
        Assert.True(Epsilon(sigma, .02, 300, 1e-5) < 2.9);
    }

    [Fact]
    public void NoiseMultiplierFor_OthersSpentAll_SaysWhatIsLeft()
    {
        var thrown = Assert.Throws<PrivacyParameterException>(() => NoiseCalibration.NoiseMultiplierFor(
            s => [new SampledGaussianEvent(.02, s, 300), new GaussianEvent(1, 1)], 1, 1e-5));

        Assert.Contains("even a noise multiplier", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(.1, 10, 0, 1e-5)]
    [InlineData(.1, 10, -1, 1e-5)]
    [InlineData(.1, 10, double.NaN, 1e-5)]
    [InlineData(.1, 10, double.PositiveInfinity, 1e-5)]
    [InlineData(.1, 10, 1, 0)]
    [InlineData(.1, 10, 1, 1)]
    [InlineData(.1, 10, 1, double.NaN)]
    [InlineData(0, 10, 1, 1e-5)]
    [InlineData(double.NaN, 10, 1, 1e-5)]
    [InlineData(.1, 0, 1, 1e-5)]
    public void NoiseMultiplierFor_OutOfRange_Throws(double q, int steps, double epsilon, double delta) =>
        Assert.Throws<PrivacyParameterException>(() => NoiseCalibration.NoiseMultiplierFor(q, steps, epsilon, delta));

    [Fact]
    public void Default_OfRecords_IsAcceptable()
    {
        Assert.Equal(1e-5, DeltaRule.Default(2));
        Assert.Equal(1e-5, DeltaRule.Default(1000));
        Assert.Equal(Math.Pow(10_000, -1.5), DeltaRule.Default(10_000), 1e-18);
        Assert.Equal(1e-5, DeltaRule.Check(1e-5, 5000));
        Assert.Equal(DeltaRule.Default(2), DeltaRule.Check(DeltaRule.Default(2), 2));
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(-1, 100)]
    [InlineData(.01, 100)]
    [InlineData(double.NaN, 100)]
    [InlineData(1e-5, 1)]
    public void Check_Unacceptable_Throws(double delta, int n) =>
        Assert.Throws<PrivacyParameterException>(() => DeltaRule.Check(delta, n));
}
