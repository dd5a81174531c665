using Fdkt.Privacy.Sampling;

namespace Fdkt.Privacy.Tests.Sampling;

public sealed class PoissonSamplerTests
{
    [Theory]
    [InlineData(2000, .01)]
    [InlineData(5000, .5)]
    [InlineData(9000, .001)]
    public void Next_ManySteps_HaveBinomialSizes(int n, double q)
    {
        var sampler = new PoissonSampler(n, q, new FastRandomSource(11));
        double[] sizes = [.. Enumerable.Range(0, 4000).Select(_ => (double)sampler.Next().Length)];
        double mean = sizes.Average();
        double variance = q * (1 - q) * n;

        Assert.Equal(q * n, mean, 5 * Math.Sqrt(variance / sizes.Length));
        Assert.Equal(1.0, sizes.Average(s => (s - mean) * (s - mean)) / variance, 5 * Math.Sqrt(2.2 / sizes.Length));

        // Steps are independent: no correlation from one to the next.
        Assert.Equal(0.0, sizes.Zip(sizes.Skip(1), (a, b) => (a - mean) * (b - mean)).Average() / variance, 5 / Math.Sqrt(sizes.Length));
    }

    [Fact]
    public void Next_EachRecord_EntersAtItsRateIndependentOfOthers()
    {
        const int steps = 20_000;
        var sampler = new PoissonSampler(40, .1, new FastRandomSource(12));
        var counts = new int[40];
        int together = 0;
        for (int i = 0; i < steps; i++)
        {
            int[] drawn = sampler.Next();
            Assert.Equal(drawn.Distinct().Order(), drawn);
            Array.ForEach(drawn, r => counts[r]++);
            together += drawn.Contains(0) && drawn.Contains(39) ? 1 : 0;
        }

        Assert.All(counts, c => Assert.Equal(.1, c / (double)steps, 5 * Math.Sqrt(.09 / steps)));
        Assert.Equal(.01, together / (double)steps, 5 * Math.Sqrt(.0099 / steps));
    }

    [Fact]
    public void Next_FewRecords_IsSometimesEmpty()
    {
        var sampler = new PoissonSampler(10, .1, new FastRandomSource(13));

        Assert.Equal(Math.Pow(.9, 10), Enumerable.Range(0, 20_000).Average(_ => sampler.Next().Length == 0 ? 1.0 : 0.0), 0.018);
    }

    [Fact]
    public void Next_ProbabilityAtItsEnds_TakesNoneOrAll()
    {
        Assert.Empty(new PoissonSampler(5000, 0, new FastRandomSource(1)).Next());
        Assert.Equal(Enumerable.Range(0, 5000), new PoissonSampler(5000, 1, new FastRandomSource(1)).Next());
        Assert.Empty(new PoissonSampler(0, .5, new FastRandomSource(1)).Next());
    }

    [Theory]
    [InlineData(-1, .5)]
    [InlineData(10, -.1)]
    [InlineData(10, 1.1)]
    [InlineData(10, double.NaN)]
    public void Constructor_OutOfRange_Throws(int n, double q) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PoissonSampler(n, q, new FastRandomSource(1)));
}
