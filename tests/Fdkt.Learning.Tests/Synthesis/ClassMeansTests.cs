using Fdkt.Learning.Synthesis;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Noise;

namespace Fdkt.Learning.Tests.Synthesis;

public sealed class ClassMeansTests
{
    private const int Scale = 1024;

    public static TheoryData<float[]> HostileEncodings => new()
    {
        new float[] { float.NaN, 0.5f, 0 },
        new float[] { float.PositiveInfinity, 0, 0 },
        new float[] { float.NegativeInfinity, float.PositiveInfinity, 1 },
        new float[] { float.MaxValue, float.MaxValue, -float.MaxValue },
        new float[] { 3, -4, 12 },
        new float[] { 1, 1e-8f, 0 },
        new float[] { float.Epsilon, 0, 0 },
        new float[] { 0, 0, 0 },
        new float[] { -1, 0, 0 },
        new float[] { 0.57735026f, 0.57735026f, 0.57735033f },
    };

    [Theory]
    [MemberData(nameof(HostileEncodings))]
    public void AddRounded_AnyInput_MovesTheSumByAtMostTheScale(float[] encoding) => Assert.True(Squared(encoding) <= (Int128)Scale * Scale);

    [Fact]
    public void AddRounded_RandomVectorsOfAnyLength_MoveTheSumByAtMostTheScale()
    {
        var random = new Random(5);
        for (int trial = 0; trial < 20_000; trial++)
        {
            double factor = Math.Pow(10, random.Next(-20, 21));
            float[] encoding = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => (float)((random.NextDouble() - 0.5) * factor))];
            if (trial % 2 == 0)
            {
                Fdkt.Learning.Embedding.VectorMath.Normalize(encoding);
            }

            Assert.True(Squared(encoding) <= (Int128)Scale * Scale, string.Join(' ', encoding));
        }
    }

    [Fact]
    public void AddRounded_UnitVector_LosesLessThanOneStepPerValue()
    {
        long[] sum = new long[2];

        ClassMeans.AddRounded(sum, [0.6f, -0.8f]);

        Assert.Equal([614, -819], sum);
    }

    [Fact]
    public void Release_NoRecords_IsNoiseOfTheStatedDeviation()
    {
        const double Sigma = 2;

        long[] noisy = ClassMeans.NoisySums([], [], 2, 1_000, Sigma, CryptographicRandomSource.Shared);

        // 2,000 draws: the deviation of their deviation is 1.6 %.
        Assert.InRange(Math.Sqrt(noisy.Average(v => (double)v * v)) / (Sigma * Scale), 0.9, 1.1);
    }

    [Fact]
    public void Release_ManyRecords_PointsToTheMeanOfEachClass()
    {
        float[][] encodings = [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? new float[] { 1, 0 } : [0, 1])];

        ILabelScorer scorer = ClassMeans.Release(encodings, [.. Enumerable.Range(0, 400).Select(i => i % 2)], 2, 2, 1, CryptographicRandomSource.Shared);

        Assert.True(scorer.Score([1, 0])[0] > 0.9);
        Assert.True(scorer.Score([0, 1])[1] > 0.9);
    }

    [Fact]
    public void Event_Noise_IsOneGaussianOfThatNoise() => Assert.Equal(new GaussianEvent(1.5, 1), ClassMeans.Event(1.5));

    [Theory]
    [InlineData(0)]
    [InlineData(0.049)]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    public void Release_NoiseBelowTheLeast_Throws(double sigma)
    {
        Assert.ThrowsAny<ArgumentException>(() => ClassMeans.Event(sigma));
        Assert.ThrowsAny<ArgumentException>(() => ClassMeans.Release([], [], 2, 2, sigma, CryptographicRandomSource.Shared));
    }

    private static Int128 Squared(float[] encoding)
    {
        long[] sum = new long[encoding.Length];
        ClassMeans.AddRounded(sum, encoding);
        return sum.Aggregate((Int128)0, (total, value) => total + (Int128)value * value);
    }
}
