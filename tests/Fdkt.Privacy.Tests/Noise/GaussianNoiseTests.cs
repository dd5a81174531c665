using Fdkt.Privacy.Noise;

namespace Fdkt.Privacy.Tests.Noise;

public sealed class GaussianNoiseTests
{
    private const int Count = 1_000_000;

    private static double[] Normals(double deviation)
    {
        var values = new double[Count + 1]; // odd, so that a pair is cut
        GaussianNoise.Fill(values, deviation, new SeededRandomSource(1));
        return values;
    }

    [Fact]
    public void Fill_Moments_AreGaussian()
    {
        double[] z = [.. Normals(3.0).Select(v => v / 3.0)];

        // Bounds of 5 standard errors.
        Assert.Equal(0.0, z.Average(), 5e-3);
        Assert.Equal(1.0, z.Average(v => v * v), 7.1e-3);
        Assert.Equal(0.0, z.Average(v => v * v * v), 2e-2);
        Assert.Equal(3.0, z.Average(v => v * v * v * v), 5e-2);
        Assert.Equal(0.0, z.Zip(z.Skip(1), (a, b) => a * b).Average(), 5e-3);
        Assert.Equal(0.0, z.Take(2048).Zip(z.Skip(2048), (a, b) => a * b).Average(), 0.11); // the halves of a block
    }

    [Theory]
    [InlineData(1, 0.1586552539)]
    [InlineData(2, 0.0227501319)]
    [InlineData(3, 0.0013498980)]
    [InlineData(4, 0.0000316712)]
    public void Fill_Tails_HaveTheirMass(double z, double expected)
    {
        double[] values = Normals(1.0);
        double error = 5 * Math.Sqrt(expected / Count);

        Assert.Equal(expected, values.Count(v => v > z) / (double)Count, error);
        Assert.Equal(expected, values.Count(v => v < -z) / (double)Count, error);
    }

    [Fact]
    public void Fill_Float32_IsTheRoundedFloat64()
    {
        var wide = new double[5003];
        var narrow = new float[5003];
        GaussianNoise.Fill(wide, 0.25, new SeededRandomSource(7));
        GaussianNoise.Fill(narrow, 0.25, new SeededRandomSource(7));

        Assert.Equal(wide.Select(v => (float)v), narrow);
    }

    [Fact]
    public void Fill_ExtremeBytes_StaysFinite()
    {
        var values = new double[64];
        foreach (byte fill in new byte[] { 0x00, 0xFF })
        {
            GaussianNoise.Fill(values, 1.0, new ConstantSource(fill));
            Assert.All(values, v => Assert.InRange(Math.Abs(v), 0.0, 8.5));
        }
    }

    [Fact]
    public void Fill_ZeroDeviation_WritesZeros()
    {
        var values = new float[] { 1, 2, 3 };
        GaussianNoise.Fill(values, 0.0, new SeededRandomSource(1));
        Assert.All(values, v => Assert.Equal(0f, v));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Fill_DeviationOutOfRange_Throws(double deviation) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianNoise.Fill(new double[1], deviation, new SeededRandomSource(1)));

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(5000)]
    public void CryptographicSource_AnyLength_FillsWithFreshBytes(int length)
    {
        var first = new byte[length];
        var second = new byte[length];
        CryptographicRandomSource.Shared.Fill(first);
        CryptographicRandomSource.Shared.Fill(second);

        Assert.True(length == 0 || !first.SequenceEqual(second));
    }

    private sealed class ConstantSource(byte value) : IRandomSource
    {
        public void Fill(Span<byte> destination) => destination.Fill(value);
    }
}
