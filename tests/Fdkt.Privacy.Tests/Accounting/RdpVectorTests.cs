using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Tests.Accounting;

/// <summary>Published values of dp_accounting, Opacus and the TensorFlow Privacy tutorial.</summary>
public sealed class RdpVectorTests
{
    [Theory]
    [InlineData(5, 2.18075656e-3)]
    [InlineData(50, 2.38460375e-2)]
    [InlineData(100, 167.416308)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(1.5, 6.50070897e-4)]
    [InlineData(2.5, 1.0854180569e-3)]
    public void Divergence_PublishedOrders_MatchRelatively(double order, double expected)
    {
        double actual = RdpAccountant.Divergence([new SampledGaussianEvent(.01, 2.5, 50)], order);

        Assert.Equal(1.0, double.IsInfinity(expected) && actual == expected ? 1.0 : actual / expected, 1e-4);
    }

    [Theory]
    [InlineData(1.0, 3.0, 7.5, 7.5 / 18.0)]
    [InlineData(0.0, 3.0, 7.5, 0.0)]
    [InlineData(0.01, 0.0, 7.5, double.PositiveInfinity)]
    public void Divergence_Limits_MatchClosedForms(double q, double sigma, double order, double expected) =>
        Assert.Equal(expected, RdpAccountant.Divergence([new SampledGaussianEvent(q, sigma, 1)], order), 1e-12);

    [Theory]
    [InlineData(.04, 1.5, 2250, 7.32911117143, 1e-6)]
    [InlineData(256 / 60000.0, 1.1, 14063, 2.5966, 1e-3)]
    [InlineData(256 / 60000.0, 1.3, 3516, .9544, 1e-3)]
    [InlineData(256 / 60000.0, .7, 10547, 6.3181, 1e-3)]
    public void Epsilon_PublishedTrainings_Match(double q, double sigma, int steps, double expected, double tolerance) =>
        Assert.Equal(expected, new RdpAccountant().Epsilon([new SampledGaussianEvent(q, sigma, steps)], 1e-5), tolerance);
}
