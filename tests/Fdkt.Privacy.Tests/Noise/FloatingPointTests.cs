using System.Reflection;
using Fdkt.Privacy.Noise;

namespace Fdkt.Privacy.Tests.Noise;

/// <summary>Exact noise is exact because no floating-point number is on the path of a draw.</summary>
public sealed class FloatingPointTests
{
    [Fact]
    public void Draw_OfTheDiscreteGaussian_HasNoFloatingPointOnItsPath()
    {
        MethodBase[] roots =
        [
            typeof(DiscreteGaussianSampler).GetMethod(nameof(DiscreteGaussianSampler.Next))!,
            typeof(DpHistogram).GetMethod(nameof(DpHistogram.Release))!,
            typeof(CryptographicRandomSource).GetMethod(nameof(CryptographicRandomSource.Fill))!,
            .. FloatingPointScan.MethodsOf(typeof(ExactCoins)),
        ];

        (IReadOnlyList<string> uses, IReadOnlyCollection<MethodBase> seen) = FloatingPointScan.Run(roots);

        Assert.Empty(uses);
        Assert.Contains(seen, method => method.Name == "NextLaplace");
        Assert.Contains(seen, method => method.Name == "ExponentialOfFraction");
        Assert.Contains(seen, method => method.Name == "NextBits");
    }

    [Fact]
    public void Scan_OfMethodsWithFloatingPoint_FindsIt()
    {
        (IReadOnlyList<string> uses, _) = FloatingPointScan.Run(typeof(FloatingPointTests).GetMethod(nameof(Hidden), BindingFlags.NonPublic | BindingFlags.Static)!);

        Assert.Contains(uses, use => use.Contains("Deeper: conv.r8", StringComparison.Ordinal));
        Assert.Contains(uses, use => use.Contains("Math.Sqrt: Double in its signature", StringComparison.Ordinal));
        Assert.NotEmpty(FloatingPointScan.Run(FloatingPointScan.MethodsOf(typeof(GaussianNoise))).Uses);
        Assert.NotEmpty(FloatingPointScan.Run(typeof(DiscreteGaussianSampler).GetMethod(nameof(DiscreteGaussianSampler.FromStandardDeviation))!).Uses);
    }

    private static long Hidden(long value) => Deeper(value) + 1;

    private static long Deeper(long value) => (long)Math.Sqrt(value);
}
