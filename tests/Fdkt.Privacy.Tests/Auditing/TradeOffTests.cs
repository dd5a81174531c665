using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Accounting.Numerics;
using Fdkt.Privacy.Auditing;

namespace Fdkt.Privacy.Tests.Auditing;

public sealed class TradeOffTests
{
    [Theory]
    [InlineData(0, 0.3)]
    [InlineData(1, 0.3)]
    [InlineData(1, 2.5)]
    [InlineData(4, 1)]
    public void Gaussian_RateOfAThreshold_IsThatOfTheOtherLaw(double mu, double threshold)
    {
        double found = new NormalTail(mu - threshold).Below; // N(μ, 1) above the threshold
        double wrong = new NormalTail(-threshold).Below;     // N(0, 1) above it

        Assert.Equal(wrong, new GaussianTradeOff(mu).LeastFalsePositiveRate(found), 1e-12);
    }

    // With ε = log 2 and δ = .1: (rate − .1)/2, from rate .7 on .9 − 2 (1 − rate), never below 0.
    [Theory]
    [InlineData(0.05, 0)]
    [InlineData(0.5, 0.2)]
    [InlineData(0.9, 0.7)]
    [InlineData(1, 0.9)]
    public void Profile_OnePair_IsBothLines(double rate, double expected) =>
        Assert.Equal(expected, new ProfileTradeOff([(Math.Log(2), 0.1)]).LeastFalsePositiveRate(rate), 1e-15);

    [Fact]
    public void Profile_SeveralPairs_KeepsToTheStrictest()
    {
        var both = new ProfileTradeOff([(0, 0.3), (Math.Log(2), 0.1)]);

        Assert.Equal(0.2, both.LeastFalsePositiveRate(0.5), 1e-15);
        Assert.Equal(0.7, both.LeastFalsePositiveRate(0.9), 1e-15);
        Assert.Equal(0.35, both.LeastFalsePositiveRate(0.65), 1e-15);
    }

    // δ of one Gaussian release is known in closed form; the grid gives the same but for its own width, and never less.
    [Fact]
    public void Deltas_OfAGaussian_AreTheClosedForm()
    {
        double[] epsilons = [0, 0.1, 1, 3];

        double[] deltas = PldAccountant.Deltas([new GaussianEvent(1.3, 1)], epsilons);

        Assert.All(epsilons.Zip(deltas), pair => Assert.InRange(pair.Second - GaussianMechanism.Delta(1.3, 1, pair.First), -1e-10, 1e-5));
    }

    // The two directions differ for a sampled mechanism: the larger δ counts.
    [Fact]
    public void Deltas_OfASampledGaussian_AreThoseOfTheAccountant()
    {
        PrivacyEvent[] events = [new SampledGaussianEvent(0.1, 0.8, 20)];
        double[] epsilons = [0.2, 1, 2];

        double[] deltas = PldAccountant.Deltas(events, epsilons);

        Assert.All(epsilons.Zip(deltas), pair => Assert.Equal(1, pair.Second / new PldAccountant().Delta(events, pair.First), 1e-3));
    }

    [Fact]
    public void Deltas_OfALawTooWideForAGrid_AreOne() =>
        Assert.Equal([1, 1], PldAccountant.Deltas([new DiscreteGaussianEvent(1e12, 1)], [0, 1]));
}
