using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Accounting.Numerics;
using Fdkt.Privacy.Accounting.Renyi;

namespace Fdkt.Privacy.Tests.Accounting;

public sealed class RenyiGoldenTests
{
    [Fact]
    public void Divergence_MultiprecisionValues_MatchToOneInTenThousand()
    {
        foreach (double[] row in GoldenFile.Rows("renyi.csv"))
        {
            Assert.Equal(1.0, SampledGaussianRenyi.Divergence(row[0], row[1], row[2]) / row[3], 1e-6);
        }
    }

    [Theory]
    [InlineData(.1, 1, 2.5)]
    [InlineData(.5, 1, 1.1)]
    [InlineData(.01, .5, 10.9)]
    [InlineData(.99, .1, 256.1)]
    public void LogMoment_Quadrature_AgreesWithTheSeries(double q, double sigma, double order) =>
        Assert.Equal(
            1.0,
            SampledGaussianQuadrature.LogMoment(q, sigma, order) / (order - 1) / SampledGaussianRenyi.Divergence(q, sigma, order),
            1e-6);

    [Theory]
    [InlineData(1e-7, .1)]
    [InlineData(1e-4, 1)]
    [InlineData(.01, 10)]
    [InlineData(.1, 100)]
    [InlineData(.5, 1)]
    [InlineData(.99, .1)]
    [InlineData(.999, 100)]
    public void Divergence_RisingOrder_IsFiniteAndMonotone(double q, double sigma)
    {
        double previous = 0.0;
        foreach (double order in RenyiOrders.Default)
        {
            double divergence = SampledGaussianRenyi.Divergence(q, sigma, order);

            Assert.True(double.IsFinite(divergence));
            Assert.True(divergence >= previous * (1 - 2e-7), $"order {order}: {divergence} after {previous}");
            previous = divergence;
        }
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void Divergence_OrderOutOfRange_Throws(double order) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SampledGaussianRenyi.Divergence(.1, 1, order));

    [Theory]
    [InlineData(.3)]
    [InlineData(1)]
    [InlineData(20)]
    public void Divergence_DiscreteGaussian_EqualsDirectSum(double sigma)
    {
        foreach (double order in new[] { 1.1, 1.5, 2, 3.7, 10 })
        {
            double moment = 0.0;
            double total = 0.0;
            for (int k = -400; k <= 400; k++)
            {
                double p = Math.Exp(-0.5 * k * k / (sigma * sigma));
                total += p;
                moment += Math.Exp(((-0.5 * k * k * order) + (0.5 * (k - 1) * (k - 1) * (order - 1))) / (sigma * sigma));
            }

            Assert.Equal(1.0, Math.Log(moment / total) / (order - 1) / DiscreteGaussianRenyi.Divergence(sigma, order), 1e-9);
        }
    }

    [Fact]
    public void Bound_BestOrderAtEnd_SaysSo()
    {
        RenyiBound bound = RdpAccountant.Bound([new GaussianEvent(1000, 1)], 1e-5);

        Assert.True(bound.IsOrderAtEnd);
        Assert.Equal(1024, bound.Order);
    }

    [Fact]
    public void Complementary_MultiprecisionValues_MatchToRounding()
    {
        foreach (double[] row in GoldenFile.Rows("erfc.csv"))
        {
            Assert.Equal(1.0, ErrorFunction.Complementary(row[0]) / row[1], 5e-15);
            Assert.True(Math.Abs(ErrorFunction.LogComplementary(row[0]) - row[2]) <= (5e-15 * Math.Abs(row[2])) + 1e-15);
        }
    }
}
