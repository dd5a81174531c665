using Fdkt.Privacy.Accounting;
using FsCheck;
using FsCheck.Fluent;

namespace Fdkt.Privacy.Tests.Accounting;

/// <summary>What every accountant must do.</summary>
public abstract class AccountantSuite(IPrivacyAccountant accountant)
{
    private static readonly Config Few = Config.QuickThrowOnFailure.WithMaxTest(12).WithReplay(20240521, 7);

    private sealed record Training(double Q, double Sigma, int Steps, double Delta);

    // q .001 … .5, σ .5 … 5, T 1 … 300, δ 1e-8 … 1e-2
    private static readonly Arbitrary<Training> Trainings = (
        from q in Gen.Choose(0, 100)
        from sigma in Gen.Choose(50, 500)
        from steps in Gen.Choose(1, 300)
        from delta in Gen.Choose(20, 80)
        select new Training(0.001 * Math.Pow(500, q / 100.0), sigma / 100.0, steps, Math.Pow(10, -delta / 10.0))).ToArbitrary();

    private double Epsilon(double q, double sigma, int steps, double delta) =>
        accountant.Epsilon([new SampledGaussianEvent(q, sigma, steps)], delta);

    private static void Holds(Func<Training, bool> property) => Check.One(Few, Prop.ForAll(Trainings, property));

    // The grid of the PLD accountant may move a result by 1e-4 of itself between neighbouring parameters.
    private static bool AtMost(double smaller, double larger) => smaller <= (larger * (1 + 2e-4)) + 1e-9;

    [Fact]
    public void Epsilon_NothingReleased_IsZero()
    {
        Assert.Equal(0.0, accountant.Epsilon([], 1e-5));
        Assert.Equal(0.0, Epsilon(0, 1, 100, 1e-5));
        Assert.Equal(0.0, Epsilon(.1, 1, 0, 1e-5));
        Assert.Equal(0.0, accountant.Epsilon([new DiscreteGaussianEvent(1, 0), new GaussianEvent(0, 0)], 0));
        Assert.Equal(0.0, accountant.Delta([], 0));
    }

    [Fact]
    public void Epsilon_NoNoise_IsInfinite()
    {
        Assert.Equal(double.PositiveInfinity, Epsilon(.1, 0, 1, 1e-5));
        Assert.Equal(double.PositiveInfinity, Epsilon(1, 1e-200, 1, 1e-5));
        Assert.Equal(double.PositiveInfinity, accountant.Epsilon([new DiscreteGaussianEvent(0, 1)], 1e-5));
        Assert.Equal(1.0, accountant.Delta([new SampledGaussianEvent(.1, 0, 1)], 1));
    }

    [Fact]
    public void Epsilon_DeltaAtItsEnds_IsInfiniteOrZero()
    {
        Assert.Equal(double.PositiveInfinity, Epsilon(.1, 1, 10, 0));
        Assert.Equal(0.0, Epsilon(.1, 1, 10, 1));
        Assert.Equal(0.0, Epsilon(.1, 0, 10, 1));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1e-9)]
    [InlineData(1.1)]
    public void Epsilon_DeltaOutOfRange_Throws(double delta) =>
        Assert.Throws<PrivacyParameterException>(() => Epsilon(.1, 1, 10, delta));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    public void Delta_EpsilonOutOfRange_Throws(double epsilon) =>
        Assert.Throws<PrivacyParameterException>(() => accountant.Delta([new GaussianEvent(1, 1)], epsilon));

    [Fact]
    public void Epsilon_MoreNoise_Falls() => Holds(t => AtMost(Epsilon(t.Q, t.Sigma * 1.1, t.Steps, t.Delta), Epsilon(t.Q, t.Sigma, t.Steps, t.Delta)));

    [Fact]
    public void Epsilon_MoreSampling_Rises() => Holds(t => AtMost(Epsilon(t.Q, t.Sigma, t.Steps, t.Delta), Epsilon(t.Q * 1.1, t.Sigma, t.Steps, t.Delta)));

    [Fact]
    public void Epsilon_MoreSteps_Rises() => Holds(t => AtMost(Epsilon(t.Q, t.Sigma, t.Steps, t.Delta), Epsilon(t.Q, t.Sigma, t.Steps + 10, t.Delta)));

    [Fact]
    public void Epsilon_SmallerDelta_Rises() => Holds(t => AtMost(Epsilon(t.Q, t.Sigma, t.Steps, t.Delta), Epsilon(t.Q, t.Sigma, t.Steps, t.Delta / 2)));

    [Fact]
    public void Epsilon_AnyTraining_IsFiniteAndNotNegative() => Holds(t => Epsilon(t.Q, t.Sigma, t.Steps, t.Delta) is >= 0 and < double.PositiveInfinity);

    [Fact]
    public void Epsilon_ManyCompositions_EqualOneManyfold() => Holds(t =>
    {
        PrivacyEvent[] single = [.. Enumerable.Repeat(new SampledGaussianEvent(t.Q, t.Sigma, t.Steps), 7)];
        double manyfold = Epsilon(t.Q, t.Sigma, 7 * t.Steps, t.Delta);
        return Math.Abs(accountant.Epsilon(single, t.Delta) - manyfold) <= 1e-9 * manyfold;
    });

    [Fact]
    public void Epsilon_FullSampling_EqualsPlainGaussian() => Holds(t =>
        Epsilon(1, t.Sigma, t.Steps, t.Delta) == accountant.Epsilon([new GaussianEvent(t.Sigma, t.Steps)], t.Delta));

    [Fact]
    public void Delta_AtEpsilon_GivesDeltaBack() => Holds(t =>
    {
        double epsilon = Epsilon(t.Q, t.Sigma, t.Steps, t.Delta);
        double delta = accountant.Delta([new SampledGaussianEvent(t.Q, t.Sigma, t.Steps)], epsilon);
        return epsilon == 0 ? delta <= t.Delta * 1.001 : Math.Abs(delta - t.Delta) <= 0.02 * t.Delta;
    });

    [Fact]
    public void Epsilon_HistogramBesideTraining_CostsALittle()
    {
        PrivacyEvent[] training = [new SampledGaussianEvent(64 / 5000.0, .913, 782)];
        double alone = accountant.Epsilon(training, 1e-5);
        double together = accountant.Epsilon([.. training, new DiscreteGaussianEvent(20, 1)], 1e-5);

        Assert.InRange(together - alone, 0.001, 0.03);
    }
}

public sealed class RdpAccountantTests() : AccountantSuite(new RdpAccountant());

public sealed class PldAccountantTests() : AccountantSuite(new PldAccountant());
