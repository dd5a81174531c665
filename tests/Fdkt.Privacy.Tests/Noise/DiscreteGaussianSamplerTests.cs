using System.Numerics;
using Fdkt.Privacy.Noise;

namespace Fdkt.Privacy.Tests.Noise;

public sealed class DiscreteGaussianSamplerTests
{
    private const int Draws = 1_000_000;

    // Drawn once for the tests that look at them.
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<double, Lazy<long[]>> Drawn = new();

    private static long[] Draw(double sigma) => Drawn.GetOrAdd(sigma, _ => new Lazy<long[]>(() =>
    {
        var sampler = DiscreteGaussianSampler.FromStandardDeviation(sigma, new FastRandomSource(5));
        return [.. Enumerable.Range(0, Draws).Select(_ => sampler.Next())];
    })).Value;

    private static double Weight(long k, double sigma) => Math.Exp(-0.5 * (k / sigma) * (k / sigma));

    [Theory]
    [InlineData(.5)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(1000)]
    public void Next_ManyDraws_PassChiSquare(double sigma)
    {
        int reach = (int)(12 * sigma) + 2;
        double total = Enumerable.Range(-reach, (2 * reach) + 1).Sum(k => Weight(k, sigma));
        long width = Math.Max(1, (long)(sigma / 4)); // cells of a quarter σ
        var cells = Draw(sigma).GroupBy(k => Math.Clamp((long)Math.Floor(k / (double)width), -12, 12)).ToDictionary(g => g.Key, g => g.Count());
        var expected = Enumerable.Range(-reach, (2 * reach) + 1)
            .GroupBy(k => Math.Clamp((long)Math.Floor(k / (double)width), -12, 12))
            .ToDictionary(g => g.Key, g => Draws * g.Sum(k => Weight(k, sigma)) / total);

        double chiSquare = expected.Where(e => e.Value > 5).Sum(e => Math.Pow(cells.GetValueOrDefault(e.Key) - e.Value, 2) / e.Value);
        int degrees = expected.Count(e => e.Value > 5) - 1;

        // Mean d, standard deviation √(2d): 4.5 of them.
        Assert.InRange(chiSquare, 0, degrees + (4.5 * Math.Sqrt(2.0 * degrees)) + 6);
    }

    [Theory]
    [InlineData(.5, 0.2150079)] // below 1 the variance is less than σ²
    [InlineData(1, 0.9999998)]
    [InlineData(20, 400)]
    [InlineData(1000, 1e6)]
    public void Next_ManyDraws_HaveTheirMoments(double sigma, double variance)
    {
        long[] draws = Draw(sigma);

        Assert.Equal(0.0, draws.Average(), 5 * Math.Sqrt(variance / Draws));
        Assert.Equal(1.0, draws.Average(k => (double)k * k) / variance, sigma < 1 ? 0.012 : 0.0071); // 5 standard errors
        double fourth = Enumerable.Range(-12_001, 24_003).Sum(k => Math.Pow(k, 4) * Weight(k, sigma)) / Enumerable.Range(-12_001, 24_003).Sum(k => Weight(k, sigma));
        Assert.Equal(1.0, draws.Average(k => Math.Pow(k, 4)) / fourth, sigma < 1 ? 0.03 : 0.0164);
        Assert.Equal(0.0, draws.Average(k => Math.Pow(k, 3)) / Math.Pow(variance, 1.5), 0.03);
        Assert.Equal(0.0, draws.Zip(draws.Skip(1), (a, b) => (double)a * b).Average() / variance, 5e-3); // draws do not hang together
    }

    [Fact]
    public void Next_ZeroVariance_IsZero() =>
        Assert.Equal(0, new DiscreteGaussianSampler(0, 1, new SeededRandomSource(1)).Next());

    [Fact]
    public void Constructor_UnreducedFraction_GivesTheSameDraws()
    {
        var plain = new DiscreteGaussianSampler(9, 4, new SeededRandomSource(2));
        var scaled = new DiscreteGaussianSampler(BigInteger.Pow(10, 30) * 9, BigInteger.Pow(10, 30) * 4, new SeededRandomSource(2));
        var fromDouble = DiscreteGaussianSampler.FromStandardDeviation(1.5, new SeededRandomSource(2));

        for (int i = 0; i < 200; i++)
        {
            long value = plain.Next();
            Assert.Equal(value, scaled.Next());
            Assert.Equal(value, fromDouble.Next());
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e30)]
    public void FromStandardDeviation_OutOfRange_Throws(double sigma) =>
        Assert.ThrowsAny<ArgumentOutOfRangeException>(() => DiscreteGaussianSampler.FromStandardDeviation(sigma, new SeededRandomSource(1)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 3)]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(5, 1)]
    [InlineData(1, 1000)]
    [InlineData(999, 1000)]
    public void ExponentialOf_ManyCoins_HaveTheirRate(int numerator, int denominator)
    {
        var coins = new ExactCoins(new FastRandomSource(9));
        double expected = Math.Exp(-(double)numerator / denominator);
        BigInteger large = BigInteger.Pow(3, 60); // takes the path of integers past 64 bits

        Assert.Equal(expected, Enumerable.Range(0, 200_000).Average(_ => coins.ExponentialOf(numerator, denominator) ? 1.0 : 0.0), 0.0056); // 5 standard errors
        Assert.Equal(expected, Enumerable.Range(0, 20_000).Average(_ => coins.ExponentialOf(numerator * large, denominator * large) ? 1.0 : 0.0), 0.018);
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(6UL)]
    [InlineData(8UL)]
    public void Uniform_ManyDraws_AreEven(ulong bound)
    {
        var coins = new ExactCoins(new SeededRandomSource(4));
        int[] counts = new int[bound];
        for (int i = 0; i < 60_000; i++)
        {
            counts[coins.Uniform(bound)]++;
        }

        Assert.All(counts, c => Assert.Equal(60_000.0 / bound, c, 5 * Math.Sqrt(60_000.0 / bound)));
    }

    [Fact]
    public void Release_Counts_MoveByTheNoise()
    {
        long[] counts = [.. Enumerable.Repeat(1000L, 20_000)];
        long[] released = DpHistogram.Release(counts, DiscreteGaussianSampler.FromStandardDeviation(4, new SeededRandomSource(3)));

        Assert.Equal(1000.0, released.Average(), 0.15);
        Assert.Equal(16.0, released.Average(v => Math.Pow(v - 1000.0, 2)), 0.8);
        Assert.All(counts, c => Assert.Equal(1000L, c));
    }
}
