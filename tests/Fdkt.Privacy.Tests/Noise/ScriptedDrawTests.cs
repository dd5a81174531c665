using System.Numerics;
using System.Reflection;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Sampling;

namespace Fdkt.Privacy.Tests.Noise;

/// <summary>Draws from bits that are known, worked out by hand.</summary>
public sealed class ScriptedDrawTests
{
    // A coin is heads below ⌊q·2^64⌋ and not at it.
    [Theory]
    [InlineData(.25, 1UL << 62)]
    [InlineData(.75, 3UL << 62)]
    [InlineData(1e-19, 1UL)]
    public void Next_CoinsAtTheThreshold_AreTakenBelowItOnly(double q, ulong threshold)
    {
        var source = new PaddedSource([threshold - 1, threshold, 0, ulong.MaxValue]);

        Assert.Equal([0, 2], new PoissonSampler(4, q, source).Next());
        Assert.Equal([4 * 8], source.Asked);
    }

    // Coins come in blocks; every record has one, also the first and the last of each block.
    [Theory]
    [InlineData(1, new[] { 8 })]
    [InlineData(4096, new[] { 32_768 })]
    [InlineData(4097, new[] { 32_768, 8 })]
    [InlineData(8193, new[] { 32_768, 32_768, 8 })]
    public void Next_AnyNumberOfRecords_TossesOneCoinForEach(int records, int[] asked)
    {
        var source = new PaddedSource([]);

        Assert.Equal(Enumerable.Range(0, records), new PoissonSampler(records, .5, source).Next());
        Assert.Equal(asked, source.Asked);
    }

    [Fact]
    public void Next_ProbabilityOne_TossesNoCoin() => Assert.Equal([0, 1, 2], new PoissonSampler(3, 1, new ScriptedRandomSource()).Next());

    // Bits that all are 0 make the uniform 1, whose logarithm is 0: no value at all, to the last bit.
    [Fact]
    public void Fill_BitsOfZero_IsExactlyZero()
    {
        double[] values = [1, 1, 1, 1, 1, 1];

        GaussianNoise.Fill(values, 3, new PaddedSource([]));

        Assert.All(values, value => Assert.Equal(0, value));
    }

    // The first half of a block holds radii, the second angles: u = 2 − 1.5, a quarter turn.
    [Fact]
    public void Fill_OneRadiusAndAngle_IsBoxAndMuller()
    {
        int lanes = Vector<double>.Count;
        ulong[] words = [.. Enumerable.Repeat(1UL << 63, lanes), .. Enumerable.Repeat(1UL << 62, lanes)];
        double[] values = new double[2 * lanes];

        GaussianNoise.Fill(values, 3, new PaddedSource(words));

        Assert.All(values[..lanes], value => Assert.Equal(0, value, 1e-14));
        Assert.All(values[lanes..], value => Assert.Equal(3 * Math.Sqrt(-2 * Math.Log(.5)), value, 1e-14));
    }

    // Two values for sixteen bytes, in whole vectors, at most 2,048 pairs at a time.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(33)]
    [InlineData(4096)]
    [InlineData(4097)]
    public void Fill_AnyLength_AsksForAsManyBytesAsItTakes(int length)
    {
        int lanes = Vector<double>.Count;
        var asked = new List<int>();
        for (int left = length; left > 0; left -= 4096)
        {
            int pairs = (Math.Min(left, 4096) + 1) / 2;
            asked.Add(16 * ((pairs + lanes - 1) / lanes * lanes));
        }

        PaddedSource wide = new([]), narrow = new([]);
        GaussianNoise.Fill(new double[length], 1, wide);
        GaussianNoise.Fill(new float[length], 1, narrow);

        Assert.Equal(asked, wide.Asked);
        Assert.Equal(asked, narrow.Asked);
    }

    [Theory]
    [InlineData(1, new ulong[] { 5 }, 0)]
    [InlineData(2, new ulong[] { 6 }, 0)]
    [InlineData(2, new ulong[] { 7 }, 1)]
    [InlineData(5, new ulong[] { 7, 5, 12 }, 4)]
    [InlineData(8, new ulong[] { 15 }, 7)]
    [InlineData(9, new ulong[] { 15, 9, 24 }, 8)]
    public void Uniform_Bits_AreMaskedAndRejected(ulong bound, ulong[] words, ulong expected)
    {
        foreach (bool large in (bool[])[false, true])
        {
            ScriptedRandomSource source = ScriptedRandomSource.OfWords(words);
            var coins = new ExactCoins(source);

            Assert.Equal(expected, large ? (ulong)coins.Uniform((BigInteger)bound) : coins.Uniform(bound));
            Assert.Equal(0, source.Left);
        }
    }

    // Past 64 bits: as many bytes as the bound has, the top one masked.
    [Fact]
    public void Uniform_LargeBound_IsMaskedAndRejected()
    {
        BigInteger bound = (BigInteger.One << 64) + 1;
        var source = new ScriptedRandomSource([.. Enumerable.Repeat<byte>(0xFF, 9), 1, .. new byte[7], 1, .. new byte[8], 0xFF]); // too large, the bound itself, one less

        Assert.Equal(bound - 1, new ExactCoins(source).Uniform(bound));
        Assert.Equal([9, 9, 9], source.Asked);
        var whole = new ScriptedRandomSource(Enumerable.Repeat<byte>(0xFF, 9));
        Assert.Equal((BigInteger.One << 72) - 1, new ExactCoins(whole).Uniform(BigInteger.One << 72));
    }

    // γ/1, γ/2, γ/3 …: the number of tosses up to the first tails is odd with probability exp(−γ).
    [Theory]
    [InlineData(new ulong[] { 4 }, true)]
    [InlineData(new ulong[] { 3 }, true)]
    [InlineData(new ulong[] { 2, 8 }, false)]
    [InlineData(new ulong[] { 2, 2, 14 }, true)]
    [InlineData(new ulong[] { 0, 0, 0, 19 }, false)]
    public void ExponentialOfFraction_Tosses_AreCounted(ulong[] words, bool expected)
    {
        ScriptedRandomSource source = ScriptedRandomSource.OfWords(words);

        Assert.Equal(expected, new ExactCoins(source).ExponentialOfFraction(3UL, 5UL));
        Assert.Equal(0, source.Left);
    }

    // Denominators near 2^64 leave no room for a factor: they are taken as integers of any length.
    [Fact]
    public void ExponentialOfFraction_LargeDenominator_DoesNotOverflow()
    {
        const ulong denominator = ulong.MaxValue / 2;
        var source = new ScriptedRandomSource([.. new byte[8], .. new byte[8], .. new byte[9], .. Enumerable.Repeat<byte>(0xFF, 8), 0]);

        Assert.False(new ExactCoins(source).ExponentialOfFraction(denominator, denominator));
        Assert.Equal([8, 8, 9, 9], source.Asked);
    }

    [Theory]
    [InlineData(0UL, false)]
    [InlineData(1UL, true)]
    [InlineData(2UL, false)]
    public void Fair_LowestBit_Decides(ulong word, bool expected) => Assert.Equal(expected, new ExactCoins(ScriptedRandomSource.OfWords(word)).Fair());

    // exp(−1)² · exp(−1/2): each whole is a coin of its own.
    [Fact]
    public void ExponentialOf_WholeAndRest_TossesEach()
    {
        // Per coin of exp(−1): one toss of 1 that is sure, one of 2 that is 1.
        ScriptedRandomSource source = ScriptedRandomSource.OfWords(0, 0, 2, 0, 0, 2, 1);

        Assert.True(new ExactCoins(source).ExponentialOf(5, 2));
        Assert.Equal(0, source.Left);
        ScriptedRandomSource early = ScriptedRandomSource.OfWords(0, 1, 9);
        Assert.False(new ExactCoins(early).ExponentialOf(5, 2));
        Assert.Equal(8, early.Left);
    }

    // Every double is a fraction, also the smallest and one without a fractional part.
    [Theory]
    [InlineData(1.5, 9, 1, 2)]
    [InlineData(3, 9, 1, 0)]
    [InlineData(0.1, 0x1999999999999A, 0x1999999999999A, 112)]
    [InlineData(double.Epsilon, 1, 1, 2148)]
    [InlineData(2.2250738585072014e-308, 1, 1, 2044)]
    public void FromStandardDeviation_Double_IsItsExactSquare(double sigma, long one, long other, int shift)
    {
        (BigInteger numerator, BigInteger denominator) = DiscreteGaussianSampler.FromStandardDeviation(sigma, new ScriptedRandomSource()).Variance;

        BigInteger common = BigInteger.GreatestCommonDivisor((BigInteger)one * other, BigInteger.One << shift);
        Assert.Equal(((BigInteger)one * other / common, (BigInteger.One << shift) / common), (numerator, denominator));
    }

    [Fact]
    public void FromStandardDeviation_LargestDeviation_IsTaken()
    {
        double largest = Math.BitDecrement(Math.ScaleB(1, 62));

        Assert.Equal(((BigInteger)largest * (BigInteger)largest, BigInteger.One), DiscreteGaussianSampler.FromStandardDeviation(largest, new ScriptedRandomSource()).Variance);
        Assert.Throws<ArgumentOutOfRangeException>(() => DiscreteGaussianSampler.FromStandardDeviation(Math.ScaleB(1, 62), new ScriptedRandomSource()));
        Assert.Equal(0, DiscreteGaussianSampler.FromStandardDeviation(0, new ScriptedRandomSource()).Next());
    }

    // Variances that are fractions, from a few draws.
    [Theory]
    [InlineData(9, 16)]
    [InlineData(9, 4)]
    [InlineData(25, 4)]
    [InlineData(7, 3)]
    public void Next_FractionalVariance_HasItsSpread(int numerator, int denominator)
    {
        double variance = (double)numerator / denominator;
        double[] weights = [.. Enumerable.Range(-60, 121).Select(k => Math.Exp(-.5 * k * k / variance))];
        double expected = weights.Select((w, i) => w * (i - 60) * (i - 60)).Sum() / weights.Sum();
        var sampler = new DiscreteGaussianSampler(numerator, denominator, new FastRandomSource(3));

        Assert.Equal(1, Enumerable.Range(0, 20_000).Average(_ => Math.Pow(sampler.Next(), 2)) / expected, .06); // 5 standard errors or more
    }

    // 1,024 bytes and more come straight from the system; a request that just fits is served from the buffer.
    [Fact]
    public void Fill_LargeRequests_LeaveTheBufferAlone()
    {
        var source = new CryptographicRandomSource();
        int Next() => (int)typeof(CryptographicRandomSource).GetField("_next", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(source)!;
        source.Fill(new byte[1024]);
        Assert.Equal(4096, Next());
        foreach (int expected in (int[])[1000, 2000, 3000, 4000])
        {
            source.Fill(new byte[1000]);
            Assert.Equal(expected, Next());
        }

        source.Fill(new byte[96]);
        Assert.Equal(4096, Next());
        source.Fill(new byte[1023]);
        Assert.Equal(1023, Next());
    }

    // 2^-13 is a 1024th of C over √64, a rounding moves by half a step in each of 64 coordinates, and 16 more of variance pay for the grid.
    [Theory]
    [InlineData(1, 1, 64, -13, 8200, 8201)]
    [InlineData(2, 1, 64, -13, 8200, 16401)]
    [InlineData(1, .999, 64, -14, 16375.616, 16376)]
    [InlineData(.5, 4, 1, -8, 1025, 513)]
    public void Lattice_OfAPlan_IsThis(double sigma, double clip, long dimension, int step, double sensitivity, long deviation)
    {
        var noise = new LatticeGaussianNoise(sigma, clip, dimension, new SeededRandomSource(1));

        Assert.Equal((Math.ScaleB(1, step), deviation), (noise.Step, noise.StandardDeviation));
        Assert.Equal(sensitivity, noise.Sensitivity, 1e-9);
        Assert.Equal([0, 1, -1, 2], ((double[])[.4, .6, -.6, 1.7]).Select(value => noise.Round((float)(value * noise.Step))));
    }

    // Words that are written down, then zeros.
    private sealed class PaddedSource(IEnumerable<ulong> words) : IRandomSource
    {
        private readonly Queue<byte> _left = new(words.SelectMany(BitConverter.GetBytes));

        public List<int> Asked { get; } = [];

        public void Fill(Span<byte> destination)
        {
            Asked.Add(destination.Length);
            foreach (ref byte value in destination)
            {
                value = _left.TryDequeue(out byte next) ? next : (byte)0;
            }
        }
    }
}
