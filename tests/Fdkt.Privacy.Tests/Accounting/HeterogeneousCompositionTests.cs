using Fdkt.Privacy.Accounting;
using FsCheck;
using FsCheck.Fluent;

namespace Fdkt.Privacy.Tests.Accounting;

/// <summary>Unlike mechanisms in one account: training, votes, histograms and metrics of many rounds.</summary>
public sealed class HeterogeneousCompositionTests
{
    private static readonly PldAccountant Pld = new();

    // σ .8 … 40, 1 … 20 releases each.
    private static readonly Arbitrary<(double Sigma, int Count)[]> Releases = (
        from sigma in Gen.Choose(0, 100)
        from count in Gen.Choose(1, 20)
        select (0.8 * Math.Pow(50, sigma / 100.0), count)).ArrayOf().Where(all => all.Length is >= 2 and <= 6).ToArbitrary();

    private static double Equivalent(IEnumerable<(double Sigma, int Count)> releases) =>
        1 / Math.Sqrt(releases.Sum(r => r.Count / (r.Sigma * r.Sigma)));

    [Fact]
    public void Epsilon_GaussiansOfUnlikeNoise_EqualsTheClosedForm() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20).WithReplay(5, 7), Prop.ForAll(Releases, releases =>
        {
            double exact = GaussianMechanism.Epsilon(Equivalent(releases), 1e-5);
            return Math.Abs(Pld.Epsilon([.. releases.Select(r => new GaussianEvent(r.Sigma, r.Count))], 1e-5) - exact) <= 1e-9 * exact;
        }));

    // q just below 1 takes the way of grids and transforms, and costs at most what q = 1 costs.
    [Theory]
    [InlineData(1e-5)]
    [InlineData(1e-8)]
    public void Epsilon_NearlyUnsampledGaussiansOfUnlikeNoise_LieJustAboveTheClosedForm(double delta)
    {
        (double Sigma, int Count)[] releases = [(2, 3), (7, 40), (1.3, 1), (25, 12)];
        double exact = GaussianMechanism.Epsilon(Equivalent(releases), delta);

        double composed = Pld.Epsilon([.. releases.Select(r => new SampledGaussianEvent(1 - 1e-12, r.Sigma, r.Count))], delta);

        Assert.InRange(composed, exact, exact + 1e-3);
    }

    // Above σ 3 the discrete Gaussian's curve is that of the continuous to far below the tolerance.
    [Theory]
    [InlineData(1e-5)]
    [InlineData(1e-7)]
    public void Epsilon_GaussianBesideDiscreteOnesOfUnlikeNoise_LiesJustAboveTheClosedForm(double delta)
    {
        (double Sigma, int Count)[] discrete = [(20, 3), (11, 2), (45.5, 7)];
        double exact = GaussianMechanism.Epsilon(Equivalent([.. discrete, (5, 1)]), delta);

        double composed = Pld.Epsilon([new GaussianEvent(5, 1), .. discrete.Select(r => new DiscreteGaussianEvent(r.Sigma, r.Count))], delta);

        Assert.InRange(composed, exact - 1e-9, exact + 1e-3);
    }

    [Fact]
    public void Epsilon_UnlikeMechanisms_StayUnderRdpAndAboveEachAlone()
    {
        PrivacyEvent[] rounds =
        [
            new SampledGaussianEvent(.0128, .913, 782), new SampledGaussianEvent(.05, 1.5, 300), new DiscreteGaussianEvent(20, 1),
            new GaussianEvent(6, 2), new SampledGaussianEvent(.2, 4.4, 196), new DiscreteGaussianEvent(3, 2),
        ];
        double pld = Pld.Epsilon(rounds, 1e-5);

        Assert.True(pld <= new RdpAccountant().Epsilon(rounds, 1e-5));
        Assert.True(pld <= rounds.Sum(e => Pld.Epsilon([e], 1e-5 / rounds.Length))); // basic composition
        Assert.All(rounds, e => Assert.True(pld > Pld.Epsilon([e], 1e-5)));
    }

    [Fact]
    public void Epsilon_OrderOfEvents_DoesNotMatter()
    {
        PrivacyEvent[] events = [new SampledGaussianEvent(.02, 1, 100), new DiscreteGaussianEvent(9, 2), new GaussianEvent(8, 1), new SampledGaussianEvent(.02, 1, 50)];
        double forward = PrivacyAccounting.Account(events, 1e-5).EpsilonPld;

        Assert.Equal(forward, PrivacyAccounting.Account([.. events.Reverse()], 1e-5).EpsilonPld, 1e-9);
    }

    [Fact]
    public void Account_RunsOfOnePassEach_CountEachPassWithoutSampling()
    {
        PrivacyEvent[] runs = [.. Enumerable.Repeat(new SampledGaussianEvent(.1, 2, 10), 5)]; // ten tenths: one pass a run

        PrivacyGuarantee guarantee = PrivacyAccounting.Account(runs, 1e-5);

        Assert.Equal(GaussianMechanism.Epsilon(2 / Math.Sqrt(5), 1e-5), guarantee.EpsilonUnsampled, 1e-9);
        Assert.Equal(PrivacyAccounting.Account([new SampledGaussianEvent(.1, 2, 50)], 1e-5).EpsilonPld, guarantee.EpsilonPld, 1e-9);
    }

    [Fact]
    public void Merge_EventsOfOneKind_SumsPastTheRangeOfACount()
    {
        PrivacyEvent[] merged = [.. EventGroups.Merge([new GaussianEvent(1, int.MaxValue), new GaussianEvent(1, int.MaxValue), new GaussianEvent(1, 5), new GaussianEvent(2, 1)])];

        Assert.Equal([new GaussianEvent(1, int.MaxValue), new GaussianEvent(1, int.MaxValue), new GaussianEvent(1, 5), new GaussianEvent(2, 1)], merged);
    }
}
