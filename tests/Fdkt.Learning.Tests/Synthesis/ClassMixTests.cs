using Fdkt.Learning.Students;
using Fdkt.Learning.Synthesis;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;

namespace Fdkt.Learning.Tests.Synthesis;

public sealed class ClassMixTests
{
    [Theory]
    [InlineData(new long[] { 50, 30, 20 }, new[] { 150, 90, 60 })]
    [InlineData(new long[] { 100, -7, 0 }, new[] { 300, 10, 10 })] // a class that noise made negative keeps its least share
    [InlineData(new long[] { 0, -3, 0 }, new[] { 100, 100, 100 })]
    public void Quotas_NoisyCounts_ShareOutWhatAnEvenMixWouldHave(long[] noisy, int[] expected) =>
        Assert.Equal(expected, ClassMix.Quotas(noisy, 100));

    [Fact]
    public void Release_ManyRows_ComesCloseToTheirMix()
    {
        Example[] rows = [.. Enumerable.Range(0, 4000).Select(i => new Example("x", i % 4 == 0 ? 1 : 0))];

        IReadOnlyList<int> quotas = ClassMix.Release(rows, 2, 100, new HistogramPlan(4000, 1, 5, 1e-5), CryptographicRandomSource.Shared);

        Assert.InRange(quotas[0], 145, 155);
        Assert.InRange(quotas[1], 45, 55);
    }

    [Fact]
    public void LabelsToSample_OwnNumberForEachClass_IsOversampledEach()
    {
        var options = new DemoOptions { PerEachLabel = [4, 1, 2], Oversampling = 1.5, Seed = 0 };

        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 2], options.LabelsToSample(3));
        Assert.Equal([0, 0, 0, 1, 1, 1], new DemoOptions { PerLabel = 2, Oversampling = 1.5, Seed = 0 }.LabelsToSample(2));
    }
}
