using Fdkt.Cli.Reports;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;

namespace Fdkt.Cli.Tests.Reports;

public sealed class VerdictTests
{
    private static readonly double[] Alone = [0.70, 0.71, 0.69, 0.70, 0.70];

    [Fact]
    public void Of_AboveBothWithIntervalsAboveZero_GivesBothDifferences()
    {
        string verdict = Verdict.Of([Row(Comparison.PrivateOnly, Alone), Row(Comparison.SelfTraining, Plus(0.03)), Row(Comparison.OwnMeans, Plus(0.02)), Row(Comparison.Fdkt, Plus(0.06, 0.002))], 5);

        Assert.StartsWith("FDKT gives +6.0 points [", verdict, StringComparison.Ordinal);
        Assert.Contains("over private only and +3.0 [", verdict, StringComparison.Ordinal);
        Assert.EndsWith("over the best that a client can do alone.", verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_LocalControlDoesAsWell_IsNotWorthItsPrivacy() =>
        Assert.StartsWith(
            "FDKT is not worth its privacy here: the client alone does as well.",
            Verdict.Of([Row(Comparison.PrivateOnly, Alone), Row(Comparison.OwnMeans, Plus(0.06)), Row(Comparison.Fdkt, Plus(0.06, 0.01))], 5), StringComparison.Ordinal);

    [Fact]
    public void Of_LocalControlDoesBetter_SaysSoAndNamesIt()
    {
        string verdict = Verdict.Of([Row(Comparison.PrivateOnly, Alone), Row(Comparison.SelfTraining, Plus(0.09)), Row(Comparison.Fdkt, Plus(0.06, 0.002))], 5);

        Assert.Contains("the client alone does better", verdict, StringComparison.Ordinal);
        Assert.Contains("self-training, which needs no federation", verdict, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(5, false)]
    public void Of_NoGain_SaysOfOneClientThatTheFederationGaveNothing(int clients, bool said)
    {
        string verdict = Verdict.Of([Row(Comparison.PrivateOnly, Alone), Row(Comparison.SelfTraining, Plus(0.01)), Row(Comparison.Fdkt, Plus(0, 0.01))], clients);

        Assert.StartsWith("FDKT is not worth its privacy here", verdict, StringComparison.Ordinal);
        Assert.Equal(said, verdict.EndsWith("the federation gave nothing.", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_NoLocalControl_DoesNotClaimToBeatTheClientAlone() =>
        Assert.Contains(
            "does not say what a client could do alone", Verdict.Of([Row(Comparison.PrivateOnly, Alone), Row(Comparison.Fdkt, Plus(0.06, 0.002))], 5), StringComparison.Ordinal);

    [Fact]
    public void Of_OneSeed_AsksForMore()
    {
        string verdict = Verdict.Of([Row(Comparison.PrivateOnly, [0.7]), Row(Comparison.OwnMeans, [0.72]), Row(Comparison.Fdkt, [0.76])], 5);

        Assert.Equal(
            "In one seed FDKT gives +6.0 points over private only and +4.0 over the best that a client can do alone. Two or more seeds are needed to tell this from chance.", verdict);
    }

    [Fact]
    public void OverLocal_TwoControls_TakesTheBetter()
    {
        LocalLiftReport lift = Verdict.OverLocal([Row(Comparison.SelfTraining, Plus(0.02)), Row(Comparison.OwnMeans, Plus(0.05)), Row(Comparison.Fdkt, Plus(0.06))])!;

        Assert.Equal(Comparison.OwnMeans, lift.Control);
        Assert.Equal(1, lift.Points, 9);
    }

    [Fact]
    public void OverLocal_NoControl_IsNull() => Assert.Null(Verdict.OverLocal([Row(Comparison.Fdkt, Alone)]));

    /// <summary>The baseline raised by some accuracy, with a seed's own wobble.</summary>
    private static double[] Plus(double gain, double wobble = 0) => [.. Alone.Select((accuracy, i) => accuracy + gain + (wobble * ((i % 3) - 1)))];

    private static MethodReport Row(Comparison name, double[] seeds) => new(
        name, ComparisonTitles.Of(name), SeedStatistics.Mean(seeds), SeedStatistics.StandardDeviation(seeds), SeedStatistics.Interval95(seeds), 0.5, seeds, 0, Interval.Unknown);
}
