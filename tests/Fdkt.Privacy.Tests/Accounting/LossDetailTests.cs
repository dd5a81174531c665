using Fdkt.Privacy.Accounting.Loss;
using Fdkt.Privacy.Accounting.Numerics;

namespace Fdkt.Privacy.Tests.Accounting;

/// <summary>Laws small enough to work out by hand.</summary>
public sealed class LossDetailTests
{
    [Theory]
    [InlineData(.7)]
    [InlineData(-.7)]
    [InlineData(40)]
    [InlineData(-40)]
    [InlineData(0)]
    public void LogMoment_SmallLaw_IsTheSum(double lambda)
    {
        const double step = .25;
        double expected = SmallLaw.Four.Masses.Select((mass, i) => mass * Math.Exp(lambda * step * (i - 1))).Sum();

        Assert.Equal(Math.Log(expected), SmallLaw.Four.LogMoment(lambda, step), 1e-13);
    }

    [Fact]
    public void LogMoment_PowersThatOverflow_StaysFinite()
    {
        var far = new GridLoss(2_000, [.5, .5], 0);

        Assert.Equal(2_001.0 * 50 + Math.Log(.5 * (1 + Math.Exp(-50))), far.LogMoment(50, 1), 1e-9);
        Assert.Equal((-2_000.0 * 50) + Math.Log(.5 * (1 + Math.Exp(-50))), far.LogMoment(-50, 1), 1e-9);
    }

    // δ(ε) = P(∞) + Σ (1 − exp(ε − loss))⁺ P(loss), and ε(δ) its inverse.
    [Theory]
    [InlineData(0)]
    [InlineData(.05)]
    [InlineData(.25)]
    [InlineData(.3)]
    [InlineData(.5)]
    [InlineData(.6)]
    public void Delta_SmallLaw_IsTheSum(double epsilon)
    {
        double expected = .05 + SmallLaw.Four.Masses.Select((mass, i) => mass * Math.Max(0, 1 - Math.Exp(epsilon - (.25 * (i - 1))))).Sum();

        Assert.Equal(expected, HockeyStick.Delta(SmallLaw.Four, .25, epsilon), 1e-15);
        if (expected > .05)
        {
            Assert.Equal(epsilon, HockeyStick.Epsilon(SmallLaw.Four, .25, expected), 1e-14);
        }
    }

    [Fact]
    public void Epsilon_AtTheEndsOfALaw_IsThis()
    {
        Assert.Equal(double.PositiveInfinity, HockeyStick.Epsilon(SmallLaw.Four, .25, .0499));
        Assert.Equal(.5, HockeyStick.Epsilon(SmallLaw.Four, .25, .05), 1e-14);
        Assert.Equal(0, HockeyStick.Epsilon(SmallLaw.Four, .25, 1));
        Assert.Equal(0, HockeyStick.Epsilon(SmallLaw.Four, .25, HockeyStick.Delta(SmallLaw.Four, .25, 0) + 1e-9));
        Assert.Equal(0, HockeyStick.Epsilon(new GridLoss(-5, [.5, .5], 0), .25, 0));
        Assert.Equal(0, HockeyStick.Epsilon(new GridLoss(-1, [.5, .5], 0), .25, 0)); // the largest loss is 0
        Assert.Equal(0, HockeyStick.Epsilon(new GridLoss(0, [1], 0), .25, 0));
        Assert.Equal(1, HockeyStick.Delta(new GridLoss(400, [.6], .5), .25, 0)); // rounding may leave more than 1
    }

    // Where every loss is far above 0, δ falls to a large value below the first of them: that is not ε 0.
    [Theory]
    [InlineData(.2)]
    [InlineData(.5)]
    [InlineData(.9)]
    public void Epsilon_LawFarAboveZero_IsFoundBelowItsFirstPoint(double delta)
    {
        var far = new GridLoss(100, [.25, .75], 0);
        double weight = (.25 * Math.Exp(-1)) + (.75 * Math.Exp(-1.01));

        double found = HockeyStick.Epsilon(far, .01, delta);

        Assert.Equal(Math.Max(0, Math.Log((1 - delta) / weight)), found, 1e-12);
        Assert.True(HockeyStick.Delta(far, .01, found) <= delta + 1e-12);
    }

    // The masses under P and under Q of what was put in come out again, at the points on both sides.
    [Theory]
    [InlineData(0)]
    [InlineData(.3)]
    [InlineData(1)]
    public void AddCell_PieceOfTheLaw_KeepsBothMasses(double upper)
    {
        var dots = new ConnectTheDots(-2, 5, .1);
        double p = .4, low = 0 * .1, high = .1;
        double q = p * ((upper * Math.Exp(-high)) + ((1 - upper) * Math.Exp(-low)));

        dots.AddCell(2, p, q);

        GridLoss law = dots.Build(.125);
        Assert.Equal((-2, 5, .125), (law.Start, law.Masses.Length, law.Infinity));
        Assert.Equal(p * upper, law.Masses[3], 1e-14);
        Assert.Equal(p * (1 - upper), law.Masses[2], 1e-14);
        Assert.Equal(0, law.Masses[0] + law.Masses[1] + law.Masses[4]);
    }

    // Up to a loss of 700 the piece is split; beyond it exp would overflow and all of it goes up, which is safe.
    [Theory]
    [InlineData(1400, false)]
    [InlineData(1401, true)]
    public void AddCell_LossFarOut_GoesUp(int point, bool whole)
    {
        var dots = new ConnectTheDots(point, 2, .5);

        dots.AddCell(0, 1e-4, 1e-4 * Math.Exp(-(.5 * point) - .1));

        Assert.Equal(whole, dots.Build(0).Masses[0] == 0);
    }

    [Fact]
    public void AddAtom_BetweenPointsAndAtThem_KeepsBothMasses()
    {
        foreach (double step in (double[])[.1, .3, 1e-3, .07])
        {
            for (int i = -50; i < 50; i++)
            {
                foreach (double loss in (double[])[i * step, (i + .37) * step, Math.BitIncrement(i * step), Math.BitDecrement(i * step)])
                {
                    var dots = new ConnectTheDots(-52, 110, step);
                    dots.AddAtom(loss, .5);
                    GridLoss law = dots.Build(0);

                    Assert.All(law.Masses, mass => Assert.InRange(mass, 0, .5));
                    Assert.Equal(.5, law.Masses.Sum(), 1e-15);
                    Assert.Equal(.5 * Math.Exp(-loss), law.Masses.Select((mass, k) => mass * Math.Exp(-(k - 52) * step)).Sum(), 1e-12 * Math.Exp(-loss));
                }
            }
        }
    }

    // Q(z) ≤ ½ exp(−z²/2) for each part of the mixture, each with its share of the tail.
    [Theory]
    [InlineData(.05, 1.2, 1, 1e-4)]
    [InlineData(.05, 1.2, 3, 1e-4)]
    [InlineData(.3, 4, 2, 1e-10)]
    public void Range_OfAMixture_LeavesItsTailOnEitherSide(double q, double sigma, int k, double tail)
    {
        double[] weights = [.. BinomialWeights.Log(k, q).Select(Math.Exp)];
        double Loss(double x) => Math.Log(weights.Select((w, i) => w * Math.Exp(i * ((2 * x) - i) / (2 * sigma * sigma))).Sum());
        double Reach(double mass) => sigma * Math.Sqrt(-2 * Math.Log(2 * mass));
        double plain = Reach(tail / 2);

        var group = new GroupSampledGaussianLoss(q, sigma, k);
        (double low, double high) = group.Range(LossDirection.Remove, tail);
        (double addLow, double addHigh) = group.Range(LossDirection.Add, tail);

        double share = tail / (2 * (k + 1));
        double furthest = weights.Select((w, i) => i == 0 ? plain : w > share ? i + Reach(share / w) : 0).Max();
        Assert.Equal((Loss(-plain), Loss(furthest)), (low, high), Near);
        Assert.Equal((-Loss(plain), -Loss(-plain)), (addLow, addHigh), Near);
        if (k == 1)
        {
            double rare = Math.Max(plain, 1 + Reach(tail / (2 * q)));
            Assert.Equal((Loss(-plain), Loss(rare)), new SampledGaussianLoss(q, sigma).Range(LossDirection.Remove, tail), Near);
            Assert.Equal((-Loss(plain), -Loss(-plain)), new SampledGaussianLoss(q, sigma).Range(LossDirection.Add, tail), Near);
        }
    }

    // What lies below the lowest point goes to it, what lies above the highest to infinity: nothing is lost however much is cut.
    [Theory]
    [InlineData(1e-2)]
    [InlineData(.3)]
    public void OnGrid_TailsCutShort_KeepsAllMass(double tail)
    {
        foreach (LossDirection direction in Enum.GetValues<LossDirection>())
        {
            foreach (LossLaw law in (LossLaw[])[new SampledGaussianLoss(.3, 1.1), new GroupSampledGaussianLoss(.3, 1.1, 3), new SampledGaussianLoss(1, 2)])
            {
                GridLoss grid = law.OnGrid(direction, .01, tail);

                Assert.Equal(1, grid.Masses.Sum() + grid.Infinity, 1e-12);
                Assert.InRange(grid.Infinity, 1e-9, tail);
                Assert.InRange(grid.Masses[0] + grid.Masses[1], 1e-9, tail);
            }
        }
    }

    private static bool Near((double, double) a, (double, double) b) => Math.Abs(a.Item1 - b.Item1) <= 1e-11 * Math.Abs(b.Item1) && Math.Abs(a.Item2 - b.Item2) <= 1e-11 * Math.Abs(b.Item2);

    [Fact]
    public void Complementary_Infinite_IsItsLimit()
    {
        Assert.Equal(0, ErrorFunction.Complementary(double.PositiveInfinity));
        Assert.Equal(2, ErrorFunction.Complementary(double.NegativeInfinity));
        Assert.Equal(0, ErrorFunction.Complementary(1e200));
    }

    [Theory]
    [InlineData(1e-20)]
    [InlineData(1e-3)]
    [InlineData(.9)]
    [InlineData(5)]
    [InlineData(39.9)]
    [InlineData(41)]
    [InlineData(900)]
    public void Logarithms_OfExponentials_KeepTheirPrecision(double x)
    {
        double minusOne = x < 600 ? Math.Log(Elementary.ExpM1(x)) : x, plusOne = x < 600 ? Math.Log(1 + Math.Exp(x)) : x;

        Assert.Equal(minusOne, Elementary.LogExpMinusOne(x), 1e-13 * Math.Max(1, Math.Abs(minusOne)));
        Assert.Equal(plusOne, Elementary.LogOnePlusExp(x), 1e-13 * Math.Max(1, plusOne));
        Assert.Equal(x < 600 ? Elementary.Log1P(Math.Exp(-x)) : 0, Elementary.LogOnePlusExp(-x), 1e-13 * Math.Exp(-x));
        Assert.Equal(0, Elementary.LogOnePlusExp(double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, Elementary.LogOnePlusExp(double.PositiveInfinity));
    }
}
