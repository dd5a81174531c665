using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Tests.Accounting;

/// <summary>Vectors of google/differential-privacy.</summary>
public sealed class GaussianMechanismTests
{
    [Theory]
    [InlineData(10, 1, 0.1, 0.008751768145810, 1e-10)]
    [InlineData(10, 5, 1.0986122886681098, 0.004159742234000802, 1e-10)]
    [InlineData(0.5, 1, 0, 0.6826894921370859, 1e-10)]
    [InlineData(1, 1, 1, 0.1269367375, 1e-7)]
    [InlineData(1, 1, 2, 0.02092364, 1e-7)]
    [InlineData(1, 3, 1, 0.78760074, 1e-7)]
    public void Delta_PublishedCases_Match(double deviation, double sensitivity, double epsilon, double expected, double tolerance) =>
        Assert.Equal(expected, GaussianMechanism.Delta(deviation, sensitivity, epsilon), tolerance);

    [Theory]
    [InlineData(0.3, 1e-5)]
    [InlineData(1, 1e-9)]
    [InlineData(50, 1e-6)]
    [InlineData(500, 1e-4)]
    public void Epsilon_AnyDelta_InvertsDelta(double sigma, double delta)
    {
        double epsilon = GaussianMechanism.Epsilon(sigma, delta);

        Assert.InRange(GaussianMechanism.Delta(sigma, 1, epsilon), delta * (1 - 1e-6), delta);
    }

    [Fact]
    public void Epsilon_Limits_AreExact()
    {
        Assert.Equal(double.PositiveInfinity, GaussianMechanism.Epsilon(0, 1e-5));
        Assert.Equal(double.PositiveInfinity, GaussianMechanism.Epsilon(1, 0));
        Assert.Equal(0.0, GaussianMechanism.Epsilon(1, 1));
        Assert.Equal(0.0, GaussianMechanism.Epsilon(1e6, 1e-3));
    }

    [Fact]
    public void Delta_NaN_Throws()
    {
        Assert.Throws<PrivacyParameterException>(() => GaussianMechanism.Delta(double.NaN, 1, 1));
        Assert.Throws<PrivacyParameterException>(() => GaussianMechanism.Delta(1, double.NaN, 1));
        Assert.Throws<PrivacyParameterException>(() => GaussianMechanism.Delta(1, 1, double.NaN));
    }
}
