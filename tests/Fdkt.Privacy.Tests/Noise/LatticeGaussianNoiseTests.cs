using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;
using FsCheck;
using FsCheck.Fluent;

namespace Fdkt.Privacy.Tests.Noise;

public sealed class LatticeGaussianNoiseTests
{
    [Theory]
    [InlineData(1.0, 1.0, 64)]
    [InlineData(0.4, 0.03, 100_000)]
    [InlineData(12, 250, 1)]
    public void Noise_OfAPlan_PaysForTheGridAndWastesLittle(double sigma, double clip, long dimension)
    {
        var noise = new LatticeGaussianNoise(sigma, clip, dimension, new FastRandomSource(1));

        Assert.Equal((clip / noise.Step) + Math.Sqrt(dimension), noise.Sensitivity, 1e-6);
        Assert.True((double)noise.StandardDeviation * noise.StandardDeviation >= (sigma * noise.Sensitivity * sigma * noise.Sensitivity) + 16);
        Assert.InRange(noise.StandardDeviation * noise.Step / (sigma * clip), 1, 1.004);
        Assert.Equal(Math.Log2(noise.Step), Math.Round(Math.Log2(noise.Step))); // a power of two: nothing is rounded twice
    }

    // What the sensitivity promises, for vectors at most a clip norm apart.
    [Fact]
    public void Round_NeighbouringSums_StayWithinTheSensitivity() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(11, 13), Prop.ForAll(
            (from dimension in Gen.Choose(1, 40)
             from seed in Gen.Choose(0, int.MaxValue)
             from scale in Gen.Elements(1e-3, 1.0, 300.0)
             select (dimension, seed, scale)).ToArbitrary(),
            c =>
            {
                var random = new Random(c.seed);
                var noise = new LatticeGaussianNoise(1, 0.5, c.dimension, new FastRandomSource(1));
                double[] step = [.. Enumerable.Range(0, c.dimension).Select(_ => random.NextDouble() - 0.5)];
                double length = Math.Sqrt(step.Sum(s => s * s));
                float[] sum = [.. step.Select(_ => (float)(c.scale * (random.NextDouble() - 0.5)))];
                float[] neighbour = [.. sum.Zip(step, (a, s) => (float)(a + (0.4999 * s / length)))];
                double moved = Math.Sqrt(sum.Zip(neighbour, (a, b) => Math.Pow(noise.Round(a) - noise.Round(b), 2)).Sum());
                return moved <= noise.Sensitivity;
            }));

    [Fact]
    public void AddTo_ManyValues_LandsOnTheGridWithTheNoiseOfThePlan()
    {
        var plan = new PrivacyPlan(1000, 50, 1.5, 0.4, 10, 1e-4) { Noise = GradientNoise.Discrete };
        LatticeGaussianNoise noise = plan.CreateDiscreteNoise(60_000, new FastRandomSource(3));
        var sum = new float[60_000];
        Array.Fill(sum, 0.25f);

        noise.AddTo(sum);

        Assert.All(sum.Take(1000), v => Assert.Equal(Math.Round(v / noise.Step), v / noise.Step));
        Assert.Equal(0.25, sum.Average(), 0.0125);
        Assert.Equal(1.0, Math.Sqrt(sum.Average(v => Math.Pow(v - 0.25, 2))) / plan.NoiseStandardDeviationOnSum, 0.016);
    }

    [Fact]
    public void AddTo_ValuesThatAreNotFinite_CountAsZero()
    {
        float[] sum = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue];
        new LatticeGaussianNoise(1, 1, 5, new FastRandomSource(3)).AddTo(sum);

        Assert.All(sum, v => Assert.True(float.IsFinite(v)));
        Assert.All(sum.Take(3), v => Assert.InRange(Math.Abs(v), 0, 8));
        Assert.True(sum[3] > 1e8 && sum[4] < -1e8);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    [InlineData(double.NaN, 1, 1)]
    [InlineData(1, double.PositiveInfinity, 1)]
    public void Constructor_OutOfRange_Throws(double sigma, double clip, long dimension) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatticeGaussianNoise(sigma, clip, dimension, new FastRandomSource(1)));

    [Fact]
    public void DominatingNoise_BothWays_IsTheSame()
    {
        Assert.Equal(7.5, DominatingNoise.ContinuousFor(DominatingNoise.DiscreteFor(7.5)), 1e-12);
        Assert.Equal(0, DominatingNoise.ContinuousFor(4));
        Assert.Equal(0, DominatingNoise.ContinuousFor(1));
        Assert.Equal(5, DominatingNoise.DiscreteFor(3), 1e-12);
    }
}
