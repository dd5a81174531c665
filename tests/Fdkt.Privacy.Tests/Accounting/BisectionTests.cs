using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Accounting.Numerics;

namespace Fdkt.Privacy.Tests.Accounting;

public sealed class BisectionTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(.5, .5)]
    [InlineData(1, 1)]
    [InlineData(1.5, 1.5)]
    [InlineData(3, 3)]
    [InlineData(1024, 1024)]
    public void Smallest_ThresholdThatIsTried_IsFoundExactly(double threshold, double expected) => Assert.Equal(expected, Bisection.Smallest(value => value >= threshold));

    [Theory]
    [InlineData(1e-9)]
    [InlineData(.1)]
    [InlineData(Math.PI)]
    [InlineData(1e9)]
    public void Smallest_AnyThreshold_IsJustAboveIt(double threshold)
    {
        double found = Bisection.Smallest(value => value >= threshold);

        Assert.InRange(found, threshold, threshold * (1 + 1e-12));
    }

    [Fact]
    public void Smallest_Search_DoublesAndThenHalves()
    {
        var tried = new List<double>();
        Bisection.Smallest(value =>
        {
            tried.Add(value);
            return value >= 3.2;
        });

        Assert.Equal([0, 1, 2, 4, 3, 3.5, 3.25, 3.125], tried.Take(8));
        Assert.Equal(4 + 40, tried.Count); // the bracket of 2 is halved to under 3.2e-12
    }

    // The grid of 2^-40 is within 1e-12 from this value on, and from there on it is not halved again.
    [Fact]
    public void Smallest_AtTheTolerance_Stops()
    {
        double edge = Math.ScaleB(1e12, -40);

        Assert.Equal(edge, Bisection.Smallest(value => value >= edge - Math.ScaleB(1, -41)));
    }

    [Fact]
    public void Smallest_ConditionThatNeverHolds_IsInfinite() => Assert.Equal(double.PositiveInfinity, Bisection.Smallest(_ => false));

    // What is exactly at δ is promised already.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 1.5)]
    [InlineData(.4, 8)]
    [InlineData(1, 0)]
    public void Epsilon_OfTheDeltaOfAnEpsilon_IsNotMore(double sigma, double epsilon) =>
        Assert.Equal(epsilon, GaussianMechanism.Epsilon(sigma, GaussianMechanism.Delta(sigma, 1, epsilon)));
}
