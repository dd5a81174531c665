using Fdkt.Privacy.Accounting.Renyi;

namespace Fdkt.Privacy.Tests.Accounting;

/// <summary>Where one Rényi divergence ends and another begins, and the sums and quadratures behind them.</summary>
public sealed class RenyiDetailTests
{
    // From σ 3 on the discrete Gaussian's divergence is the continuous one's to the last bit.
    [Fact]
    public void Divergence_DiscreteGaussianOfThreeAndMore_IsTheContinuous()
    {
        foreach (double sigma in (double[])[3, 3.1, 3.3, 3.6, 3.9])
        {
            Assert.All(Enumerable.Range(11, 99).Select(i => i / 10.0), order => Assert.Equal(.5 * order * (1 / (sigma * sigma)), DiscreteGaussianRenyi.Divergence(sigma, order)));
        }

        Assert.True(DiscreteGaussianRenyi.Divergence(.6, 1.5) < .75 / .36);
        Assert.Equal(double.PositiveInfinity, DiscreteGaussianRenyi.Divergence(1, double.PositiveInfinity));
        Assert.Equal(double.PositiveInfinity, DiscreteGaussianRenyi.Divergence(1e-151, 1.5));
        Assert.Equal(1e300, DiscreteGaussianRenyi.Divergence(1e-150, 2), 1e285); // the last that is not called infinite
        Assert.Equal(1e300, SampledGaussianRenyi.Divergence(1, 1e-150, 2), 1e285);
        Assert.Equal(double.PositiveInfinity, SampledGaussianRenyi.Divergence(1, 9.99e-151, 2));
    }

    // 3 − 2 + 5, by their logarithms and whatever comes first.
    [Fact]
    public void SignedLogSum_Terms_AddUp()
    {
        foreach (double[] terms in (double[][])[[3, -2, 5], [5, 3, -2], [-2, 5, 3]])
        {
            var sum = new SignedLogSum();
            sum.Add(double.NegativeInfinity, 1);
            foreach (double term in terms)
            {
                sum.Add(Math.Log(Math.Abs(term)), Math.Sign(term));
            }

            Assert.Equal(Math.Log(6), sum.Log, 1e-14);
            Assert.Equal((6 - 1) / 5.0, sum.ScaledExcess, 1e-14);
            Assert.Equal(1e-15 * 10 / 5, sum.ScaledRounding, 1e-29);
            Assert.Equal(4 / 5.0, sum.Scaled(Math.Log(4)), 1e-14);
        }

        var negative = new SignedLogSum();
        negative.Add(0, -1);
        Assert.True(double.IsNaN(negative.Log));
        Assert.Equal(double.NegativeInfinity, new SignedLogSum().Log);
    }

    // Poles at πσ² (πσ²/2k for a unit) are kept off by exp(−40), and the ends lie 12σ out, beyond the mean of the tilted law.
    [Theory]
    [InlineData(1, 3, -12, 1.0 / 6, 162)]
    [InlineData(.2, 3, -2.4, .019739208802178716, 396)]
    [InlineData(12, 100, -144, 2, 194)]
    public void Nodes_OfTheQuadrature_AreThese(double sigma, double order, double low, double step, double points)
    {
        (double foundLow, double foundStep, double foundPoints) = SampledGaussianQuadrature.Nodes(sigma, order);

        Assert.Equal(low, foundLow, 1e-12);
        Assert.Equal(1, foundStep / step, 1e-13);
        Assert.Equal(points, foundPoints);
    }

    [Theory]
    [InlineData(1, 1, 3, -15, 1.0 / 6, 180)]
    [InlineData(1, 4, 3, -24, .06168502750680849, 779)]
    [InlineData(6, 2, 5.5, -83, 1, 166)]
    public void Nodes_OfTheGroupQuadrature_AreThese(double sigma, int groupSize, double order, double low, double step, double points)
    {
        (double foundLow, double foundStep, double foundPoints) = GroupSampledGaussianRenyi.Nodes(sigma, groupSize, order);

        Assert.Equal(low, foundLow, 1e-12);
        Assert.Equal(1, foundStep / step, 1e-13);
        Assert.Equal(points, foundPoints);
    }

    // 20,000 points are taken, one more is not: then the bound is that without sampling.
    [Fact]
    public void Divergence_MostPointsOfAGroup_AreTaken()
    {
        Assert.Equal(20_000, GroupSampledGaussianRenyi.Nodes(1, 1, 1654.6).Points);
        Assert.Equal(20_001, GroupSampledGaussianRenyi.Nodes(1, 1, 1654.7).Points);

        Assert.InRange(GroupSampledGaussianRenyi.Divergence(.5, 1, 1, 1654.6), .5 * 1654.6 - .7, .5 * 1654.6 - .69);
        Assert.Equal(.5 * 1654.7, GroupSampledGaussianRenyi.Divergence(.5, 1, 1, 1654.7), 1e-9);
    }

    [Fact]
    public void Divergence_NothingSampled_IsZero()
    {
        Assert.Equal(0, GroupSampledGaussianRenyi.Divergence(0, 1, 3, 2));
        Assert.Equal(0, SampledGaussianRenyi.Divergence(0, 1, 2));
    }

    // Two million points are taken, one more is not.
    [Theory]
    [InlineData(333_309.3, 2_000_000, true)]
    [InlineData(333_309.35, 2_000_001, false)]
    public void LogMoment_MostPoints_AreTaken(double order, int points, bool taken)
    {
        Assert.Equal(points, SampledGaussianQuadrature.Nodes(1, order).Points);
        Assert.Equal(taken, !double.IsNaN(SampledGaussianQuadrature.LogMoment(.5, 1, order)));
    }

    // The list of the public accountants.
    [Fact]
    public void Orders_Default_AreThese()
    {
        List<double> expected = [];
        for (int tenths = 11; tenths < 110; tenths++)
        {
            expected.Add(tenths / 10.0);
        }

        for (int whole = 11; whole < 64; whole++)
        {
            expected.Add(whole);
        }

        Assert.Equal([.. expected, 128, 256, 512, 1024], RenyiOrders.Default);
    }

    // What rounding may hide is charged: 1e-12 on the moment.
    [Fact]
    public void Divergence_OfNextToNothing_IsTheAllowanceForRounding() =>
        Assert.InRange(GroupSampledGaussianRenyi.Divergence(1e-10, 5, 2, 3), .4e-12, .6e-12);
}
