using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Accounting.Loss;

namespace Fdkt.Privacy.Tests.Accounting;

/// <summary>Where one answer ends and another begins.</summary>
public sealed class AccountantEdgeTests
{
    private static readonly PldAccountant Pld = new();
    private static readonly SampledGaussianEvent Training = new(.1, 1, 10);

    [Fact]
    public void Argument_Missing_IsNamed()
    {
        Assert.Equal("events", Assert.Throws<ArgumentNullException>(() => Pld.Epsilon(null!, 1e-5)).ParamName);
        Assert.Equal("events", Assert.Throws<ArgumentNullException>(() => Pld.Delta(null!, 1)).ParamName);
        Assert.Equal("events", Assert.Throws<ArgumentNullException>(() => RdpAccountant.Bound(null!, 1e-5)).ParamName);
        Assert.Equal("events", Assert.Throws<ArgumentNullException>(() => new RdpAccountant().Delta(null!, 1)).ParamName);
        Assert.Equal("events", Assert.Throws<ArgumentNullException>(() => RdpAccountant.Divergence(null!, 2)).ParamName);
        Assert.Equal("events", Assert.Throws<ArgumentNullException>(() => PrivacyAccounting.Account(null!, 1e-5)).ParamName);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    public void Delta_EpsilonOutOfRange_IsRefusedThoughNothingWasReleased(double epsilon)
    {
        Assert.Throws<PrivacyParameterException>(() => Pld.Delta([], epsilon));
        Assert.Throws<PrivacyParameterException>(() => new RdpAccountant().Delta([], epsilon));
        Assert.Throws<PrivacyParameterException>(() => Pld.Epsilon([], epsilon));
        Assert.Throws<PrivacyParameterException>(() => RdpAccountant.Bound([], epsilon));
    }

    // 1e-12 is the smallest δ that the transform's rounding allows.
    [Fact]
    public void Epsilon_SmallestDelta_IsStillQuoted()
    {
        Assert.True(double.IsFinite(Pld.Epsilon([Training], 1e-12)));
        Assert.Equal(double.PositiveInfinity, Pld.Epsilon([Training], Math.BitDecrement(1e-12)));
        Assert.True(double.IsFinite(Pld.Epsilon([new GaussianEvent(2, 3)], 1e-100))); // the closed form
    }

    [Fact]
    public void Delta_EpsilonInfinite_IsZeroUnlessThereIsNoNoise()
    {
        Assert.Equal(0, Pld.Delta([Training], double.PositiveInfinity));
        Assert.Equal(0, Pld.Delta([new GaussianEvent(1, 1)], double.PositiveInfinity));
        Assert.Equal(1, Pld.Delta([new GaussianEvent(0, 1)], double.PositiveInfinity));
        Assert.Equal(1, Pld.Delta([Training, new DiscreteGaussianEvent(0, 1)], 3));
    }

    [Fact]
    public void Delta_PlainGaussians_IsTheClosedForm() =>
        Assert.Equal(GaussianMechanism.Delta(1 / Math.Sqrt(.75 + .16), 1, .7), Pld.Delta([new GaussianEvent(2, 3), new SampledGaussianEvent(1, 5, 4)], .7));

    // Where it cannot be listed, nothing is known, and nothing is promised.
    [Fact]
    public void DiscreteGaussian_BeyondItsList_IsUnknown()
    {
        Assert.Equal(double.PositiveInfinity, Pld.Epsilon([new DiscreteGaussianEvent(Math.BitIncrement(DiscreteGaussianLoss.LargestSigma), 1)], 1e-6));
        Assert.Equal(1, Pld.Delta([new DiscreteGaussianEvent(Math.BitIncrement(DiscreteGaussianLoss.LargestSigma), 1)], .1));
        Assert.InRange(Pld.Delta([new DiscreteGaussianEvent(DiscreteGaussianLoss.LargestSigma, 1)], 1e-6), 0, .01);
    }

    [Theory]
    [InlineData(1000, 1024, true)]
    [InlineData(.02, 1.1, true)]
    [InlineData(3, 14, false)]
    public void Bound_BestOrder_SaysWhetherItIsAtAnEnd(double sigma, double order, bool atEnd)
    {
        PrivacyEvent[] events = [new GaussianEvent(sigma, 1)];
        RenyiBound bound = RdpAccountant.Bound(events, 1e-5);

        Assert.Equal((order, atEnd), (bound.Order, bound.IsOrderAtEnd));
        Assert.Equal(atEnd, PrivacyAccounting.Account(events, 1e-5).Warnings.Any(warning => warning.Contains($"order, {order.ToString(System.Globalization.CultureInfo.InvariantCulture)}, is at an end", StringComparison.Ordinal)));
    }

    // The second order of the list is no end of it.
    [Fact]
    public void Bound_SecondOrder_IsNoEnd()
    {
        RenyiBound bound = Enumerable.Range(20, 400).Select(i => RdpAccountant.Bound([new GaussianEvent(i / 1e3, 1)], 1e-5)).First(bound => bound.Order > 1.1);

        Assert.Equal((1.2, false), (bound.Order, bound.IsOrderAtEnd));
    }

    [Fact]
    public void Bound_LastOrderButOne_IsNoEnd()
    {
        RenyiBound bound = Enumerable.Range(10, 4_000).Select(i => RdpAccountant.Bound([new GaussianEvent(i / 10.0, 1)], 1e-5)).First(bound => bound.Order is 512);

        Assert.False(bound.IsOrderAtEnd);
    }

    [Fact]
    public void Bound_NoFiniteValueOrNothingReleased_HasNoOrder()
    {
        Assert.Equal(new RenyiBound(double.PositiveInfinity, double.NaN, false), RdpAccountant.Bound([new GaussianEvent(0, 1)], 1e-5));
        Assert.Equal(new RenyiBound(0, double.NaN, false), RdpAccountant.Bound([], 1e-5));
        Assert.Equal(new RenyiBound(0, double.NaN, false), RdpAccountant.Bound([new GaussianEvent(0, 1)], 1));
    }

    [Fact]
    public void Account_NoNoise_SaysSo()
    {
        PrivacyGuarantee guarantee = PrivacyAccounting.Account([new GaussianEvent(0, 1)], 1e-5);

        Assert.Equal(double.PositiveInfinity, guarantee.EpsilonPld);
        Assert.Contains(guarantee.Warnings, warning => warning.Contains("No finite epsilon", StringComparison.Ordinal));
        Assert.DoesNotContain(guarantee.Warnings, warning => warning.Contains("instead", StringComparison.Ordinal)); // RDP is no better
        Assert.Empty(PrivacyAccounting.Account([Training], 1e-5).Warnings);
    }

    // The falls to RDP are told apart: of the number of record, and of the one without sampling.
    [Fact]
    public void Account_DeltaUnderTheRounding_SaysWhichNumberFellBack()
    {
        PrivacyGuarantee sampled = PrivacyAccounting.Account([Training], 1e-13), counts = PrivacyAccounting.Account([new DiscreteGaussianEvent(3, 1)], 1e-13);

        Assert.Single(sampled.Warnings, warning => warning.Contains("RDP value", StringComparison.Ordinal)); // without sampling the closed form holds
        Assert.Equal([false, true], counts.Warnings.Where(warning => warning.Contains("RDP value", StringComparison.Ordinal)).Select(warning => warning.StartsWith("Without sampling: ", StringComparison.Ordinal)));
        Assert.Equal(counts.EpsilonRdp, counts.EpsilonUnsampled);
    }

    [Theory]
    [InlineData(int.MaxValue, new[] { int.MaxValue })]
    [InlineData(int.MaxValue - 1, new[] { int.MaxValue - 1 })]
    public void Merge_OneEvent_StaysAsItIs(int count, int[] expected) =>
        Assert.Equal(expected, EventGroups.Merge([new GaussianEvent(2, count)]).Cast<GaussianEvent>().Select(e => e.Count));

    [Fact]
    public void Merge_EveryKind_KeepsItsOwnParametersAndSumsItsCount()
    {
        PrivacyEvent[] events =
        [
            new SampledGaussianEvent(.1, 2, 3), new GroupSampledGaussianEvent(.1, 2, 5, 4), new GaussianEvent(2, 7), new DiscreteGaussianEvent(2, 11),
            new SampledGaussianEvent(.1, 2, 13), new GroupSampledGaussianEvent(.1, 2, 17, 4), new GaussianEvent(2, 19), new DiscreteGaussianEvent(2, 23),
            new SampledGaussianEvent(.2, 2, 1), new GroupSampledGaussianEvent(.1, 2, 1, 3), new GaussianEvent(2.5, 1), new DiscreteGaussianEvent(2.5, 0),
        ];

        Assert.Equal(
            [
                new SampledGaussianEvent(.1, 2, 16), new GroupSampledGaussianEvent(.1, 2, 22, 4), new GaussianEvent(2, 26), new DiscreteGaussianEvent(2, 34),
                .. events[8..],
            ],
            EventGroups.Merge(events));
    }

    // Where a grid has too many points the spacing is doubled, at most 39 times; the bound gets looser, and stays one.
    [Theory]
    [InlineData(0, true)]
    [InlineData(3, true)]
    [InlineData(39, true)]
    [InlineData(40, false)]
    public void OneDirection_LawTooWideForItsGrid_IsReadOffACoarserOne(int doublings, bool fits)
    {
        var law = new DiscreteGaussianLoss(.5);
        (double low, double high) = law.Range(LossDirection.Remove, 1e-12);
        double step = Math.ScaleB((high - low) * 1.01 / LossComposition.LongestGrid, -doublings), widest = 0;
        double[] weights = [.. Enumerable.Range(-40, 82).Select(k => Math.Exp(-2.0 * k * k))];
        double exact = Enumerable.Range(0, 81).Sum(k => Math.Max(0, weights[k] - (Math.E * weights[k + 1]))) / weights.Sum();

        double found = PldAccountant.OneDirection([new LawCount(law, 1)], LossDirection.Remove, step, 1e-12, double.PositiveInfinity, (grid, spacing) =>
        {
            widest = spacing;
            return HockeyStick.Delta(grid, spacing, 1);
        });

        Assert.Equal(fits ? Math.ScaleB(step, doublings) : 0, widest);
        Assert.InRange(found, fits ? exact - 1e-9 : double.PositiveInfinity, fits ? exact + 1e-6 : double.PositiveInfinity);
    }

    // −2 log δ / ε beyond the end of the list, where that is larger.
    [Theory]
    [InlineData(.001, 1024, true, 9210.340371976183)]
    [InlineData(10, 1024, true, 1024)]
    [InlineData(.001, 63, false, 63)]
    public void TailOrder_BestOrder_IsReplacedAtTheEndOnly(double epsilon, double order, bool atEnd, double expected) =>
        Assert.Equal(expected, PldAccountant.TailOrder(new RenyiBound(epsilon, order, atEnd), 1e-2), 1e-9);

    // Whole passes begun, as they are claimed where sampling is not trusted.
    [Theory]
    [InlineData(.1, 10, 1)]
    [InlineData(.1, 11, 2)]
    [InlineData(.1, 1, 1)]
    [InlineData(1, 3, 3)]
    [InlineData(.5, 2, 1)]
    [InlineData(.5, 3, 2)]
    [InlineData(.3, 0, 0)]
    [InlineData(0, 5, 0)]
    public void WithoutSampling_Steps_ArePassesBegun(double q, int steps, int passes)
    {
        Assert.Equal(new GaussianEvent(2, passes), new SampledGaussianEvent(q, 2, steps).WithoutSampling());
        Assert.Equal(new GaussianEvent(.5, passes), new GroupSampledGaussianEvent(q, 2, steps, 4).WithoutSampling());
    }
}
