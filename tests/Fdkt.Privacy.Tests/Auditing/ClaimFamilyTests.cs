using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Auditing;

namespace Fdkt.Privacy.Tests.Auditing;

public sealed class ClaimFamilyTests
{
    private const double Delta = 1e-5;

    [Theory]
    [InlineData(0.37)]
    [InlineData(2.5)]
    [InlineData(60)]
    public void Gaussian_RefutedUpToAMu_IsTheEpsilonOfThatMu(double mu) =>
        Assert.Equal(1, new GaussianClaims(Delta).LargestRefuted(tradeOff => ((GaussianTradeOff)tradeOff).Mu <= mu) / GaussianMechanism.Epsilon(1 / mu, Delta), 1e-5);

    [Fact]
    public void Gaussian_AllOrNothingRefuted_IsTheEndOfTheFamily()
    {
        Assert.Equal(0, new GaussianClaims(Delta).LargestRefuted(_ => false));
        Assert.InRange(new GaussianClaims(Delta).LargestRefuted(_ => true), GaussianMechanism.Epsilon(1 / 99.99, Delta), GaussianMechanism.Epsilon(0.01, Delta));
    }

    // Members are a quarter of an octave apart, from four times the noise to a sixteenth of it; which are refuted is told by how little
    // they concede.
    [Theory]
    [InlineData(-8)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    public void Accounted_RefutedUpToAMember_IsTheEpsilonOfThatMember(int step)
    {
        double sigma = 2.0 / Math.Pow(2, step / 4.0);
        // Between the member and the next weaker one.
        double border = new GaussianTradeOff(1 / sigma * Math.Pow(2, 1 / 8.0)).LeastFalsePositiveRate(0.9);

        double found = Family().LargestRefuted(tradeOff => tradeOff.LeastFalsePositiveRate(0.9) > border);

        Assert.Equal(1, found / GaussianMechanism.Epsilon(sigma, Delta), 1e-9);
    }

    [Fact]
    public void Accounted_AllOrNothingRefuted_IsTheEndOfTheFamily()
    {
        Assert.Equal(0, Family().LargestRefuted(_ => false));
        Assert.Equal(1, Family().LargestRefuted(_ => true) / GaussianMechanism.Epsilon(2.0 / 16, Delta), 1e-9);
    }

    // A list of pairs concedes what the closed form concedes, and a little more where it has gaps.
    [Fact]
    public void Accounted_MemberOfGaussians_ConcedesAsMuchAsTheClosedForm()
    {
        var seen = new List<ITradeOff>();
        Family().LargestRefuted(tradeOff =>
        {
            seen.Add(tradeOff);
            return false;
        });
        // The first that is asked about is the middle one of 25, with twice the noise … a half of it: 2^(4/4).
        var closed = new GaussianTradeOff(1.0);

        Assert.All(Enumerable.Range(1, 99), i => Assert.InRange(closed.LeastFalsePositiveRate(i / 100.0) - seen[0].LeastFalsePositiveRate(i / 100.0), -1e-9, 2e-3));
    }

    private static AccountedClaims Family() => new(divisor => new GaussianEvent(2.0 / divisor, 1), Delta);
}
