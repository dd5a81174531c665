using System.Numerics;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Accounting.Loss;
using Fdkt.Privacy.Accounting.Numerics;

namespace Fdkt.Privacy.Tests.Accounting;

public sealed class LossCompositionTests
{
    [Theory]
    [InlineData(1e-5)]
    [InlineData(1e-8)]
    public void Compose_GaussiansOfUnlikeNoise_LieJustAboveTheClosedForm(double delta)
    {
        LawCount[] laws = [new(new SampledGaussianLoss(1, 2), 3), new(new SampledGaussianLoss(1, 7), 40), new(new SampledGaussianLoss(1, 1.3), 1)];
        double exact = GaussianMechanism.Epsilon(1 / Math.Sqrt((3 / 4.0) + (40 / 49.0) + (1 / 1.69)), delta);
        double step = 1e-3;

        foreach (LossDirection direction in Enum.GetValues<LossDirection>())
        {
            GridLoss composed = LossComposition.Compose(laws, direction, step, 1e-4 * delta)!;

            Assert.InRange(HockeyStick.Epsilon(composed, step, delta), exact, exact + 1e-3);
        }
    }

    [Theory]
    [InlineData(.05, .8)]
    [InlineData(.3, 2)]
    [InlineData(1, 1)]
    public void OnGrid_EveryEpsilon_DominatesTheTrueCurve(double q, double sigma)
    {
        var law = new SampledGaussianLoss(q, sigma);
        foreach (LossDirection direction in Enum.GetValues<LossDirection>())
        {
            GridLoss grid = law.OnGrid(direction, 0.01, 1e-14);
            Assert.Equal(1.0, grid.Masses.Sum() + grid.Infinity, 1e-12);
            for (double epsilon = 0; epsilon < 3; epsilon += 0.0071)
            {
                Assert.InRange(HockeyStick.Delta(grid, 0.01, epsilon) - law.HockeyStick(direction, epsilon), -1e-14, 1e-3);
            }
        }
    }

    [Fact]
    public void Delta_DiscreteGaussian_LiesJustAboveDirectSums()
    {
        foreach (double[] row in GoldenFile.Rows("discrete.csv"))
        {
            double delta = new PldAccountant().Delta([new DiscreteGaussianEvent(row[0], 1)], row[1]);

            Assert.InRange(delta - row[2], -1e-13, 2e-5);
        }
    }

    [Fact]
    public void Epsilon_DiscreteGaussianOfLargeNoise_EqualsTheContinuous()
    {
        double discrete = new PldAccountant().Epsilon([new DiscreteGaussianEvent(20, 4)], 1e-6);

        Assert.Equal(GaussianMechanism.Epsilon(10, 1e-6), discrete, 1e-3);
    }

    [Fact]
    public void Account_DiscreteGaussianBeyondItsList_FallsBackAloud()
    {
        PrivacyGuarantee guarantee = PrivacyAccounting.Account([new DiscreteGaussianEvent(2e6, 1)], 1e-6);

        Assert.Equal(guarantee.EpsilonRdp, guarantee.EpsilonPld);
        Assert.Contains(guarantee.Warnings, w => w.Contains("RDP value", StringComparison.Ordinal));
    }

    [Fact]
    public void Account_DeltaUnderTheRounding_FallsBackAloud()
    {
        PrivacyGuarantee guarantee = PrivacyAccounting.Account([new SampledGaussianEvent(.1, 1, 10)], 1e-13);

        Assert.Equal(guarantee.EpsilonRdp, guarantee.EpsilonPld);
        Assert.Contains(guarantee.Warnings, w => w.Contains("RDP value", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(.001, .6, 5000)]
    [InlineData(.01, 1, 100)]
    [InlineData(.5, 1, 2)]
    [InlineData(.2, 4, 196)]
    [InlineData(.5, .1, 10)]
    public void Account_AnyTraining_OrdersItsThreeNumbers(double q, double sigma, int steps)
    {
        PrivacyGuarantee guarantee = PrivacyAccounting.Account([new SampledGaussianEvent(q, sigma, steps)], 1e-5);

        Assert.True(guarantee.EpsilonPld <= guarantee.EpsilonRdp);
        Assert.True(guarantee.EpsilonPld <= guarantee.EpsilonUnsampled);
        Assert.DoesNotContain(guarantee.Warnings, w => w.Contains("instead", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(64)]
    public void Forward_AnyLength_EqualsTheDefinition(int length)
    {
        var random = new Random(3);
        Complex[] input = [.. Enumerable.Range(0, length).Select(_ => new Complex(random.NextDouble(), random.NextDouble()))];
        double[] real = [.. input.Select(c => c.Real)];
        double[] imaginary = [.. input.Select(c => c.Imaginary)];
        var transform = new FourierTransform(length);

        transform.Forward(real, imaginary);

        for (int k = 0; k < length; k++)
        {
            Complex expected = Enumerable.Range(0, length).Aggregate(Complex.Zero, (sum, n) =>
                sum + (input[n] * Complex.Exp(new Complex(0, -2 * Math.PI * k * n / length))));
            Assert.Equal(0.0, (expected - new Complex(real[k], imaginary[k])).Magnitude, 1e-12);
        }

        transform.InverseUnscaled(real, imaginary);
        Assert.Equal(input[length - 1].Real, real[length - 1] / length, 1e-12);
    }

    [Theory]
    [InlineData(-.1, 1, 1)]
    [InlineData(double.NaN, 1, 1)]
    [InlineData(.1, -1, 1)]
    [InlineData(.1, double.NaN, 1)]
    [InlineData(.1, double.PositiveInfinity, 1)]
    [InlineData(.1, 1, -1)]
    public void SampledGaussianEvent_ValueOutOfRange_Throws(double q, double sigma, int steps) =>
        Assert.Throws<PrivacyParameterException>(() => new SampledGaussianEvent(q, sigma, steps));
}
