using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Accounting.Loss;
using Fdkt.Privacy.Accounting.Renyi;

namespace Fdkt.Privacy.Tests.Accounting;

/// <summary>Units of several records: users.</summary>
public sealed class GroupPrivacyTests
{
    private static readonly PldAccountant Pld = new();

    [Theory]
    [InlineData(.0128, .913, 782)]
    [InlineData(.2, 3, 100)]
    public void Epsilon_GroupsOfOne_EqualSampledRecords(double q, double sigma, int steps)
    {
        double one = Pld.Epsilon([new SampledGaussianEvent(q, sigma, steps)], 1e-5);

        Assert.Equal(one, Pld.Epsilon([new GroupSampledGaussianEvent(q, sigma, steps, 1)], 1e-5), 1e-6);
        Assert.InRange(new RdpAccountant().Epsilon([new GroupSampledGaussianEvent(q, sigma, steps, 1)], 1e-5) / new RdpAccountant().Epsilon([new SampledGaussianEvent(q, sigma, steps)], 1e-5), 1 - 1e-7, 1.001);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    public void Epsilon_AllRecordsInEveryStep_LiesJustAboveTheGaussianOfSensitivityK(int k)
    {
        double exact = GaussianMechanism.Epsilon(20.0 / k / Math.Sqrt(10), 1e-5);

        Assert.InRange(Pld.Epsilon([new GroupSampledGaussianEvent(1, 20, 10, k)], 1e-5), exact - 1e-9, exact + 1e-3);
        Assert.Equal(k * k * 2.5 / (2.0 * 400), RdpAccountant.Divergence([new GroupSampledGaussianEvent(1, 20, 1, k)], 2.5), 1e-12);
    }

    // Independent of the law's own inversion: the definition, integrated on a fine grid.
    [Theory]
    [InlineData(.1, 1.0, 4)]
    [InlineData(.02, 0.7, 2)]
    [InlineData(.5, 5.0, 10)]
    public void HockeyStick_OneStep_EqualsTheIntegralOfItsDefinition(double q, double sigma, int k)
    {
        double[] weights = [.. Enumerable.Range(0, k + 1).Select(i => Binomial(k, i) * Math.Pow(q, i) * Math.Pow(1 - q, k - i))];
        double Density(double x, double mean) => Math.Exp(-0.5 * (x - mean) * (x - mean) / (sigma * sigma)) / (sigma * Math.Sqrt(2 * Math.PI));
        var law = new GroupSampledGaussianLoss(q, sigma, k);
        const double dx = 1e-3;
        foreach (double epsilon in new[] { 0, .3, 1.5 })
        {
            double remove = 0;
            double add = 0;
            for (double x = -14 * sigma; x < k + (14 * sigma); x += dx)
            {
                double mixture = weights.Select((w, i) => w * Density(x, i)).Sum();
                double without = Density(x, 0);
                remove += Math.Max(0, mixture - (Math.Exp(epsilon) * without)) * dx;
                add += Math.Max(0, without - (Math.Exp(epsilon) * mixture)) * dx;
            }

            Assert.Equal(remove, law.HockeyStick(LossDirection.Remove, epsilon), 1e-7);
            Assert.Equal(add, law.HockeyStick(LossDirection.Add, epsilon), 1e-7);
        }
    }

    [Theory]
    [InlineData(.05, .8, 3)]
    [InlineData(.3, 4, 6)]
    public void OnGrid_EveryEpsilon_DominatesTheTrueCurve(double q, double sigma, int k)
    {
        var law = new GroupSampledGaussianLoss(q, sigma, k);
        foreach (LossDirection direction in Enum.GetValues<LossDirection>())
        {
            GridLoss grid = law.OnGrid(direction, 0.01, 1e-14);
            Assert.Equal(1.0, grid.Masses.Sum() + grid.Infinity, 1e-12);
            for (double epsilon = 0; epsilon < 4; epsilon += 0.0071)
            {
                Assert.InRange(HockeyStick.Delta(grid, 0.01, epsilon) - law.HockeyStick(direction, epsilon), -1e-14, 1e-3);
            }
        }
    }

    [Fact]
    public void Account_Groups_CostMoreThanRecordsAndLessThanTheWorstCases()
    {
        PrivacyGuarantee one = PrivacyAccounting.Account([new SampledGaussianEvent(.02, 2, 300)], 1e-5);
        PrivacyGuarantee four = PrivacyAccounting.Account([new GroupSampledGaussianEvent(.02, 2, 300, 4)], 1e-5);
        double largerQ = Pld.Epsilon([new SampledGaussianEvent(1 - Math.Pow(.98, 4), 2 / 4.0, 300)], 1e-5); // as if a user's records always came together

        Assert.True(four.EpsilonPld > one.EpsilonPld);
        Assert.True(four.EpsilonPld < largerQ);
        Assert.True(four.EpsilonPld <= four.EpsilonRdp);
        Assert.True(four.EpsilonRdp < 3 * four.EpsilonPld);
        Assert.Equal(GaussianMechanism.Epsilon(2 / 4.0 / Math.Sqrt(6), 1e-5), four.EpsilonUnsampled, 1e-9); // 6 passes are begun
    }

    [Theory]
    [InlineData(.1, 1.0, 4, 3)]
    [InlineData(.02, 2.0, 3, 8.5)]
    public void Divergence_Quadrature_EqualsAFinerOne(double q, double sigma, int k, double order)
    {
        double[] weights = [.. Enumerable.Range(0, k + 1).Select(i => Binomial(k, i) * Math.Pow(q, i) * Math.Pow(1 - q, k - i))];
        double sum = 0;
        const double dx = 1e-3;
        for (double x = -12 * sigma; x < (k * order) + (12 * sigma); x += dx)
        {
            double ratio = weights.Select((w, i) => w * Math.Exp(i * ((2 * x) - i) / (2 * sigma * sigma))).Sum();
            sum += Math.Exp(-0.5 * x * x / (sigma * sigma)) * Math.Pow(ratio, order) * dx;
        }

        double expected = Math.Log(sum / (sigma * Math.Sqrt(2 * Math.PI))) / (order - 1);
        Assert.Equal(1.0, GroupSampledGaussianRenyi.Divergence(q, sigma, k, order) / expected, 1e-8);
    }

    [Fact]
    public void Divergence_TooManyPoints_FallsBackToNoSampling() =>
        Assert.Equal(1000.0 * 1000 * 50 / (2 * .25), GroupSampledGaussianRenyi.Divergence(.1, .5, 1000, 50), 1e-3);

    [Fact]
    public void Account_NoNoiseOrNothingReleased_IsInfiniteOrZero()
    {
        Assert.Equal(double.PositiveInfinity, PrivacyAccounting.Account([new GroupSampledGaussianEvent(.1, 0, 1, 2)], 1e-5).EpsilonPld);
        Assert.Equal(0, PrivacyAccounting.Account([new GroupSampledGaussianEvent(0, 1, 1, 2), new GroupSampledGaussianEvent(.1, 1, 0, 2)], 1e-5).EpsilonPld);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public void Event_GroupOutOfRange_Throws(int k) => Assert.Throws<PrivacyParameterException>(() => new GroupSampledGaussianEvent(.1, 1, 1, k));

    private static double Binomial(int n, int k) => Enumerable.Range(1, k).Aggregate(1.0, (product, i) => product * (n - k + i) / i);
}
