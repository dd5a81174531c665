using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Tests.Accounting;

public sealed class DisjointCompositionTests
{
    private const double Delta = 1e-5;
    private static readonly PrivacyEvent[] Weak = [new GaussianEvent(8, 1)];
    private static readonly PrivacyEvent[] Strong = [new GaussianEvent(2, 1)];
    private static readonly PrivacyEvent[] Trained = [new SampledGaussianEvent(.05, 1, 20), new DiscreteGaussianEvent(10, 1)];

    private static double Of(params PrivacyEvent[][] lists) => PrivacyAccounting.Account([.. lists.SelectMany(list => list)], Delta).EpsilonPld;

    [Fact]
    public void Epsilon_EqualDataSets_IsOneOfThemPerStep() =>
        Assert.Equal(Of(Strong, Strong, Strong), DisjointComposition.Epsilon([[Strong, Strong], [Strong, Strong], [Strong, Strong]], Delta), 1e-9);

    [Fact]
    public void Epsilon_UnequalDataSets_IsThatOfTheDearestWay()
    {
        double found = DisjointComposition.Epsilon([[Weak, Strong], [Trained, Weak]], Delta);

        Assert.Equal(Math.Max(Of(Strong, Trained), Of(Strong, Weak)), found, 1e-9);
        Assert.True(found < Of(Weak, Strong, Trained, Weak));
    }

    [Fact]
    public void Epsilon_OneStep_IsTheDearestRelease() => Assert.Equal(Of(Strong), DisjointComposition.Epsilon([[Weak, Strong]], Delta), 1e-9);

    [Fact]
    public void Epsilon_TooManyWays_ChargesAll()
    {
        PrivacyEvent[][][] steps = [.. Enumerable.Range(0, 4).Select(step => Enumerable.Range(0, 5).Select(kind => (PrivacyEvent[])[new GaussianEvent(20 + (5 * step) + kind, 1)]).ToArray())];

        Assert.Equal(Of([.. steps.SelectMany(step => step)]), DisjointComposition.Epsilon(steps, Delta), 1e-9);
    }

    [Fact]
    public void Epsilon_NoStep_IsZero() => Assert.Equal(0, DisjointComposition.Epsilon([], Delta));
}
