using Fdkt.Privacy.Accounting.Numerics;

namespace Fdkt.Privacy.Tests.Accounting.Numerics;

public sealed class NormalQuantileTests
{
    // Tables of 15 digits.
    [Theory]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.995, 2.5758293035489004)]
    [InlineData(0.75, 0.6744897501960817)]
    [InlineData(0.25, -0.6744897501960817)]
    [InlineData(1e-10, -6.361340902404056)]
    public void Of_TabulatedProbability_Matches(double probability, double expected) =>
        Assert.Equal(expected, NormalQuantile.Of(probability), (1e-13 * Math.Abs(expected)) + (probability > 0.5 ? 1e-14 : 0));

    [Fact]
    public void Of_Ends_AreInfinite()
    {
        Assert.Equal(double.NegativeInfinity, NormalQuantile.Of(0));
        Assert.Equal(double.PositiveInfinity, NormalQuantile.Of(1));
        Assert.Equal(0, NormalQuantile.Of(0.5), 1e-15);
    }

    // Back through the law: relative to the probability, also far out.
    [Fact]
    public void Of_AnyProbability_IsTheInverse()
    {
        for (double p = 0.5; p > 1e-290; p *= 0.6)
        {
            Assert.Equal(1, new NormalTail(NormalQuantile.Of(p)).Below / p, 1e-12);
        }
    }
}
