using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Accounting.Loss;
using Fdkt.Privacy.Accounting.Numerics;

namespace Fdkt.Privacy.Tests.Accounting;

/// <summary>Composition of laws small enough to work out by hand, and the grid, window and transform that it uses.</summary>
public sealed class CompositionDetailTests
{
    // No tail bound cuts deeper than the losses themselves: the sums of the smallest and of the largest.
    [Fact]
    public void Of_NarrowLaws_IsTheSumOfTheirEnds()
    {
        GridLoss[] single = [new(-3, [.5, .25, .25], 0), new(7, [.5, .5], 0)];

        Assert.Equal(((-3L * 2) + (7 * 3), (-1L * 2) + (8 * 3)), LossWindow.Of([new LawCount(null!, 2), new LawCount(null!, 3)], single, 1e-4, 1e-30));
    }

    // Two laws of two points each: every sum with its probability, the lowest and the highest too.
    [Fact]
    public void Compose_SmallLaws_IsTheConvolution()
    {
        LawCount[] laws = [new LawCount(new Fixed(new GridLoss(-1, [.25, .75], 0)), 3), new LawCount(new Fixed(new GridLoss(2, [.5, .375], .125)), 2)];
        double[] first = [1 / 64.0, 9 / 64.0, 27 / 64.0, 27 / 64.0], second = [.25, .375, .140625];
        double[] expected = new double[6];
        foreach ((int i, double a) in first.Index())
        {
            foreach ((int j, double b) in second.Index())
            {
                expected[i + j] += a * b;
            }
        }

        GridLoss composed = LossComposition.Compose(laws, LossDirection.Remove, .5, 1e-40)!;

        Assert.Equal((1, 8), (composed.Start, composed.Masses.Length));
        Assert.All(expected.Zip(composed.Masses), pair => Assert.Equal(pair.First, pair.Second, 1e-15));
        Assert.All(composed.Masses[6..], mass => Assert.Equal(0, mass, 1e-15));
        Assert.Equal(1 - (.875 * .875), composed.Infinity, 1e-13);
        Assert.True(composed.Infinity > 1 - (.875 * .875)); // the rounding of the transform is charged
    }

    [Fact]
    public void Compose_OneRelease_IsItsLaw()
    {
        var law = new GridLoss(-1, [.25, .75], 0);

        Assert.Same(law, LossComposition.Compose([new LawCount(new Fixed(law), 1)], LossDirection.Add, .5, 1e-3));
    }

    // One law too wide for the grid is enough.
    [Fact]
    public void Compose_LawTooWide_HasNoAnswer()
    {
        LawCount narrow = new(new Fixed(SmallLaw.Four), 2), wide = new(new Fixed(SmallLaw.Four, LossComposition.LongestGrid), 2);

        Assert.NotNull(LossComposition.Compose([narrow, narrow], LossDirection.Add, 1, 1e-3));
        Assert.Null(LossComposition.Compose([narrow, wide], LossDirection.Add, 1, 1e-3));
        Assert.Null(LossComposition.Compose([wide, narrow], LossDirection.Add, 1, 1e-3));
    }

    // Chernoff's bound at the best of the exponents 1e-3 · 1.5^i, worked out here by plain sums.
    [Theory]
    [InlineData(100, 1e-10)]
    [InlineData(4_000, 1e-3)]
    public void Of_ManyReleases_IsTheBestChernoffBound(int count, double tail)
    {
        const double step = .01;
        double Moment(double lambda) => count * Math.Log(SmallLaw.Four.Masses.Select((mass, i) => mass * Math.Exp(lambda * step * (i - 1))).Sum());
        double[] exponents = [.. Enumerable.Range(0, 40).Select(i => 1e-3 * Math.Pow(1.5, i))];
        double[] highs = [.. exponents.Where(e => e < 500).Select(e => (Moment(e) - Math.Log(tail)) / (e * step))], lows = [.. exponents.Where(e => e < 500).Select(e => -(Moment(-e) - Math.Log(tail)) / (e * step))];

        (long low, long high) = LossWindow.Of([new LawCount(null!, count)], [SmallLaw.Four], step, tail);

        Assert.Equal((long)Math.Ceiling(highs.Min()), high);
        Assert.Equal((long)Math.Floor(lows.Max()), low);
    }

    [Fact]
    public void Power_ValuesTooSmallToMatter_BecomeZero()
    {
        double[] real = [1, Math.Exp(-34.9), Math.Exp(-35.1), 0], imaginary = new double[4];
        Spectrum.Power(real, imaginary, 2);

        Assert.Equal(1, real[0]);
        Assert.Equal(1, real[1] / Math.Exp(-69.8), 1e-12);
        Assert.Equal(0, real[2]);
    }

    // A value exactly at the border is negligible: the border is exp(−140/power) for the square.
    [Fact]
    public void Power_ValueAtTheBorder_BecomesZero()
    {
        (long power, double value) = Enumerable.Range(1, 400).Select(p => ((long)p, Math.Sqrt(Math.Exp(-140.0 / p)))).First(pair => pair.Item2 * pair.Item2 == Math.Exp(-140.0 / pair.Item1));
        double[] real = [value, Math.BitIncrement(Math.BitIncrement(value))], imaginary = new double[2];

        Spectrum.Power(real, imaginary, power);

        Assert.Equal(0, real[0]);
        Assert.NotEqual(0, real[1]);
    }

    [Theory]
    [InlineData(-4)]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(12)]
    public void FourierTransform_LengthThatIsNoPowerOfTwo_IsRefused(int length) => Assert.Throws<ArgumentOutOfRangeException>(() => new FourierTransform(length));

    // √(12 · accuracy / (releases · order)), where the accuracy is 1e-4: of ε below 1, absolute to 10, a tenth of that of ε beyond.
    [Theory]
    [InlineData(1e-6, 20, 1e-8)]
    [InlineData(1e-4, 20, 1e-8)]
    [InlineData(.02, 20, 2e-6)]
    [InlineData(1, 20, 1e-4)]
    [InlineData(5, 20, 1e-4)]
    [InlineData(10, 20, 1e-4)]
    [InlineData(50, 20, 5e-4)]
    [InlineData(5, 1.01, 1e-4)]
    public void For_ManyReleases_IsTheSpacingOfTheAccuracy(double epsilon, double order, double accuracy)
    {
        double step = GridStep.For([new SampledGaussianEvent(.5, .3, 100_000), new SampledGaussianEvent(.4, .3, 20_000)], epsilon, order);

        Assert.Equal(1, step / Math.Sqrt(12 * accuracy / (120_000 * Math.Max(order, 1.1))), 1e-12);
    }

    [Fact]
    public void For_FewReleases_HasAtLeastEightThousandPointsOnTheWidestLaw()
    {
        (double low, double high) = new SampledGaussianLoss(1, 2).Range(LossDirection.Remove, 1e-15);

        Assert.Equal((high - low) / 8192, GridStep.For([new GaussianEvent(2, 1), new DiscreteGaussianEvent(9, 1)], 50, 2), 1e-15);
        Assert.Equal(1e-9 / 8192, GridStep.For([new GaussianEvent(1e12, 1)], 50, 2), 1e-25);
    }

    // An unsampled step is a plain Gaussian release and nothing besides.
    [Fact]
    public void Of_UnsampledSteps_AreMergedAndCountedOnce()
    {
        IReadOnlyList<LawCount> laws = LossLaws.Of([new SampledGaussianEvent(1, 2, 3), new GaussianEvent(5, 4), new SampledGaussianEvent(.5, 2, 7), new SampledGaussianEvent(.5, 2, 8), new DiscreteGaussianEvent(4, 6)]);

        Assert.Equal([1, 15, 6], laws.Select(law => law.Count));
        Assert.Equal(1 / Math.Sqrt(.75 + .16), LossLaws.MergedGaussian([new SampledGaussianEvent(1, 2, 3), new GaussianEvent(5, 4), new SampledGaussianEvent(.5, 2, 7)]), 1e-15);
        Assert.Equal(double.PositiveInfinity, LossLaws.MergedGaussian([new SampledGaussianEvent(.5, 2, 7)]));
        PrivacyEvent[] beside = [new DiscreteGaussianEvent(4, 2), new SampledGaussianEvent(.1, 3, 5)];
        Assert.Equal(new PldAccountant().Epsilon([new GaussianEvent(3, 2), .. beside], 1e-5), new PldAccountant().Epsilon([new SampledGaussianEvent(1, 3, 2), .. beside], 1e-5));
    }

    private sealed class Fixed(GridLoss law, double width = 1) : LossLaw
    {
        public override GridLoss OnGrid(LossDirection direction, double step, double tail) => law;

        public override (double Low, double High) Range(LossDirection direction, double tail) => (0, width);
    }
}
