using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Accounting.Loss;

namespace Fdkt.Privacy.Tests.Accounting;

/// <summary>Published values (dp_accounting tests, the PRV table of Opacus). Tolerances as in docs on privacy: stated per test.</summary>
public sealed class PldVectorTests
{
    private static readonly PldAccountant Accountant = new();

    private static double Epsilon(double q, double sigma, int steps, double delta) =>
        Accountant.Epsilon([new SampledGaussianEvent(q, sigma, steps)], delta);

    [Theory]
    [InlineData(.05, 1.5, 1000, 1e-5, 5.53497)]
    [InlineData(.2, 3, 100, 1e-6, 3.371280)]
    [InlineData(.05, .8, 100, 1e-6, 6.730631)]
    public void Epsilon_PublishedCase_MatchesToOneThousandth(double q, double sigma, int steps, double delta, double expected) =>
        Assert.Equal(expected, Epsilon(q, sigma, steps, delta), 0.001);

    // These published values carry the error of a coarse grid, .0015 to .0064 above the true value (see Golden/README.md).
    [Theory]
    [InlineData(.04, 1.5, 2249, 1e-5, 6.77341)]
    [InlineData(.04, 1.5, 2250, 1e-5, 6.77515)]
    [InlineData(.05, 1.5, 1000, 1e-6, 6.201209)]
    public void Epsilon_PublishedUpperBound_LiesJustUnderIt(double q, double sigma, int steps, double delta, double bound) =>
        Assert.InRange(Epsilon(q, sigma, steps, delta), bound - 0.012, bound);

    // The same three by google/differential-privacy at its default grid of 1e-4 (Golden/README.md): itself within 1e-5 above the true value.
    [Theory]
    [InlineData(.04, 1.5, 2249, 1e-5, 6.767051)]
    [InlineData(.04, 1.5, 2250, 1e-5, 6.768787)]
    [InlineData(.05, 1.5, 1000, 1e-6, 6.199695)]
    public void Epsilon_ReferenceImplementation_AgreesFromAbove(double q, double sigma, int steps, double delta, double reference) =>
        Assert.InRange(Epsilon(q, sigma, steps, delta), reference - 1e-6, reference + 2e-4);

    [Fact]
    public void Epsilon_IndependentInversion_LiesJustAbove()
    {
        foreach (double[] row in GoldenFile.Rows("composed.csv"))
        {
            double epsilon = Epsilon(row[0], row[1], (int)row[2], row[3]);

            Assert.InRange(epsilon, Math.Max(row[4], row[5]) - 1e-6, Math.Max(row[4], row[5]) + 2e-4);
        }
    }

    [Fact]
    public void Delta_FewNoisySteps_MatchesPublishedValue() =>
        Assert.Equal(.155929, Accountant.Delta([new SampledGaussianEvent(.2, .5, 3)], 1.0), 1e-5);

    // The table holds upper bounds made with an error of 0.01.
    [Theory]
    [InlineData(.8, .001, 100, 0.270403364)]
    [InlineData(.8, .001, 1000, 0.477771266)]
    [InlineData(.8, .001, 20000, 1.29600926)]
    [InlineData(1.5, .001, 100, 0.0393694193)]
    [InlineData(1.5, .001, 1000, 0.0998206602)]
    [InlineData(1.5, .001, 20000, 0.437005109)]
    [InlineData(3.0, .001, 100, 0.0215200934)]
    [InlineData(3.0, .001, 1000, 0.0476159309)]
    [InlineData(3.0, .001, 20000, 0.194031031)]
    [InlineData(.8, .05, 100, 6.74105194)]
    [InlineData(.8, .05, 1000, 19.5258428)]
    [InlineData(2.0, .05, 100, 1.28363738)]
    [InlineData(2.0, .05, 1000, 4.17279987)]
    [InlineData(2.0, .05, 20000, 24.4217186)]
    [InlineData(1.5, .2, 100, 8.49897786)]
    public void Epsilon_PrvTable_LiesJustUnderItsUpperBound(double sigma, double q, int steps, double bound) =>
        Assert.InRange(Epsilon(q, sigma, steps, 1e-6), bound - 0.012, bound);

    [Theory]
    [InlineData(64, 782, .9130, 2.598, 3.000, 20.1)]
    [InlineData(256, 391, 1.7471, 2.737, 3.000, 13.6)]
    [InlineData(1024, 196, 4.4386, 2.756, 3.000, 6.6)]
    [InlineData(1024, 196, 2.0253, 7.364, 8.000, 17.6)]
    public void Account_ProjectRange_MatchesTable(int batch, int steps, double sigma, double pld, double rdp, double unsampled)
    {
        PrivacyGuarantee guarantee = PrivacyAccounting.Account([new SampledGaussianEvent(batch / 5000.0, sigma, steps)], 1e-5);

        Assert.Equal(pld, guarantee.EpsilonPld, 0.002);
        Assert.Equal(rdp, guarantee.EpsilonRdp, 0.001);
        Assert.Equal(unsampled, guarantee.EpsilonUnsampled, 0.05);
        Assert.Empty(guarantee.Warnings);
    }

    [Theory]
    [InlineData(.8, 1, nameof(LossDirection.Add), 1, .0231362104090899)]
    [InlineData(.8, 1, nameof(LossDirection.Remove), 1, .0816951786585355)]
    [InlineData(.7, 3, nameof(LossDirection.Add), 1, .1195051215523554)]
    [InlineData(.3, 1, nameof(LossDirection.Remove), 2, .0003341102928869332)]
    public void HockeyStick_OneStep_MatchesPublishedValue(double q, double sensitivity, string direction, double epsilon, double expected)
    {
        var law = new SampledGaussianLoss(q, 1.0 / sensitivity);

        Assert.Equal(expected, law.HockeyStick(Enum.Parse<LossDirection>(direction), epsilon), 1e-7);
    }

    [Fact]
    public void Epsilon_Directions_ComposedApart()
    {
        SampledGaussianLoss law = new(.05, .8);
        double[] epsilons = [.. new[] { LossDirection.Remove, LossDirection.Add }.Select(direction =>
            HockeyStick.Epsilon(LossComposition.Compose([new LawCount(law, 100)], direction, 1e-3, 1e-10)!, 1e-3, 1e-6))];

        Assert.Equal(6.731, epsilons[0], 0.001);
        Assert.Equal(2.595, epsilons[1], 0.001);
    }
}
