using System.Reflection;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Sampling;

namespace Fdkt.Privacy.Tests.Accounting;

/// <summary>What is refused at the edge, so that nothing nonsensical is accounted for or drawn.</summary>
public sealed class GuardTests
{
    private static readonly GaussianEvent[] Some = [new(1, 1)];

    public static TheoryData<string> Refused => [.. Cases.Keys];

    private static Dictionary<string, Action> Cases { get; } = new()
    {
        ["variance below 0"] = () => _ = new DiscreteGaussianSampler(-1, 1, new SeededRandomSource(1)),
        ["denominator 0"] = () => _ = new DiscreteGaussianSampler(1, 0, new SeededRandomSource(1)),
        ["denominator below 0"] = () => _ = new DiscreteGaussianSampler(1, -1, new SeededRandomSource(1)),
        ["variance too large"] = () => _ = new DiscreteGaussianSampler(System.Numerics.BigInteger.One << 125, 1, new SeededRandomSource(1)),
        ["sampler without source"] = () => _ = new DiscreteGaussianSampler(1, 1, null!),
        ["histogram without sampler"] = () => DpHistogram.Release([1], null!),
        ["histogram overflow"] = () => DpHistogram.Release([long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue], new DiscreteGaussianSampler(1_000_000, 1, new SeededRandomSource(1))),
        ["normal without source"] = () => GaussianNoise.Fill(new double[1], 1, null!),
        ["normal below 0"] = () => GaussianNoise.Fill(new double[1], -1e-300, new SeededRandomSource(1)),
        ["normal infinite"] = () => GaussianNoise.Fill(new float[1], double.PositiveInfinity, new SeededRandomSource(1)),
        ["normal NaN"] = () => GaussianNoise.Fill(new float[1], double.NaN, new SeededRandomSource(1)),
        ["records below 0"] = () => _ = new PoissonSampler(-1, .5, new SeededRandomSource(1)),
        ["q below 0"] = () => _ = new PoissonSampler(1, -1e-300, new SeededRandomSource(1)),
        ["q above 1"] = () => _ = new PoissonSampler(1, 1.0000001, new SeededRandomSource(1)),
        ["q NaN"] = () => _ = new PoissonSampler(1, double.NaN, new SeededRandomSource(1)),
        ["poisson without source"] = () => _ = new PoissonSampler(1, .5, null!),
        ["lattice without source"] = () => _ = new LatticeGaussianNoise(1, 1, 10, null!),
        ["lattice noise 0"] = () => _ = new LatticeGaussianNoise(0, 1, 10, new SeededRandomSource(1)),
        ["lattice clip 0"] = () => _ = new LatticeGaussianNoise(1, 0, 10, new SeededRandomSource(1)),
        ["lattice dimension 0"] = () => _ = new LatticeGaussianNoise(1, 1, 0, new SeededRandomSource(1)),
        ["event noise below 0"] = () => _ = new GaussianEvent(-1, 1),
        ["event noise NaN"] = () => _ = new SampledGaussianEvent(.5, double.NaN, 1),
        ["event count below 0"] = () => _ = new DiscreteGaussianEvent(1, -1),
        ["event q above 1"] = () => _ = new SampledGaussianEvent(1.1, 1, 1),
        ["event steps below 0"] = () => _ = new SampledGaussianEvent(.5, 1, -1),
        ["group of 0"] = () => _ = new GroupSampledGaussianEvent(.5, 1, 1, 0),
        ["group too large"] = () => _ = new GroupSampledGaussianEvent(.5, 1, 1, GroupSampledGaussianEvent.LargestGroup + 1),
        ["pld without events"] = () => new PldAccountant().Epsilon(null!, 1e-5),
        ["pld delta without events"] = () => new PldAccountant().Delta(null!, 1),
        ["pld delta above 1"] = () => new PldAccountant().Epsilon(Some, 1.1),
        ["pld delta NaN"] = () => new PldAccountant().Epsilon(Some, double.NaN),
        ["pld epsilon below 0"] = () => new PldAccountant().Delta(Some, -.1),
        ["rdp without events"] = () => new RdpAccountant().Epsilon(null!, 1e-5),
        ["rdp delta without events"] = () => new RdpAccountant().Delta(null!, 1),
        ["rdp delta above 1"] = () => new RdpAccountant().Epsilon(Some, 1.1),
        ["rdp epsilon below 0"] = () => new RdpAccountant().Delta(Some, -.1),
        ["account without events"] = () => PrivacyAccounting.Account(null!, 1e-5),
        ["pld delta NaN of counts"] = () => new PldAccountant().Delta([new DiscreteGaussianEvent(3, 1)], double.NaN),
        ["pld epsilon below 0 of training"] = () => new PldAccountant().Delta([new SampledGaussianEvent(.1, 1, 3)], -.5),
        ["rdp epsilon NaN of training"] = () => new RdpAccountant().Delta([new SampledGaussianEvent(.1, 1, 3)], double.NaN),
        ["gaussian epsilon delta below 0"] = () => GaussianMechanism.Epsilon(1, -.1),
        ["gaussian epsilon noise NaN"] = () => GaussianMechanism.Epsilon(double.NaN, .1),
        ["gaussian sensitivity infinite"] = () => GaussianMechanism.Delta(1, double.PositiveInfinity, 1),
        ["gaussian delta NaN"] = () => GaussianMechanism.Delta(1, 1, double.NaN),
        ["gaussian noise below 0"] = () => GaussianMechanism.Delta(-1, 1, 1),
        ["gaussian sensitivity below 0"] = () => GaussianMechanism.Delta(1, -1, 1),
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Value_ThatCannotBe_IsRefused(string name)
    {
        Exception refused = Assert.ThrowsAny<Exception>(Cases[name]);

        // By a guard, and not by whatever comes of going on.
        Assert.True(refused is ArgumentException or PrivacyParameterException || (refused is OverflowException && name.EndsWith("overflow", StringComparison.Ordinal)), refused.GetType().Name);
    }

    [Fact]
    public void Value_AtTheEdge_IsAccepted()
    {
        Assert.Equal(GroupSampledGaussianEvent.LargestGroup, new GroupSampledGaussianEvent(.5, 1, 1, GroupSampledGaussianEvent.LargestGroup).GroupSize);
        Assert.Equal(1, new GroupSampledGaussianEvent(0, 0, 0, 1).GroupSize);
        Assert.Equal(0, new GaussianEvent(0, 0).Count);
        Assert.Equal(1, new SampledGaussianEvent(1, 0, 0).SamplingProbability);
        Assert.Equal(0, GaussianMechanism.Delta(1, 0, 0));
        Assert.Equal(0, GaussianMechanism.Delta(0, 0, 1));
        Assert.Equal(1, GaussianMechanism.Delta(0, 1, 1));
        Assert.Equal(0, GaussianMechanism.Delta(1, 1, double.PositiveInfinity));
        Assert.Equal(1, GaussianMechanism.Delta(0, 1, double.PositiveInfinity));
        Assert.Equal(0, GaussianMechanism.Epsilon(1, 1));
        Assert.Equal(0, GaussianMechanism.Epsilon(0, 1));
        Assert.Equal(double.PositiveInfinity, GaussianMechanism.Epsilon(1, 0));
        Assert.Equal(double.PositiveInfinity, GaussianMechanism.Epsilon(0, .5));
        Assert.Equal([0, 1], new PoissonSampler(2, 1, new SeededRandomSource(1)).Next());
        Assert.Empty(new PoissonSampler(2, 0, new SeededRandomSource(1)).Next());
        Assert.Empty(new PoissonSampler(0, .5, new SeededRandomSource(1)).Next());
        double[] zeros = [1, 1, 1];
        GaussianNoise.Fill(zeros, 0, new SeededRandomSource(1));
        Assert.All(zeros, value => Assert.Equal(0, value));
    }

    // Bytes that protect someone are not left lying in memory.
    [Fact]
    public void Fill_BytesHandedOut_AreWipedAndNeverComeAgain()
    {
        var source = new CryptographicRandomSource();
        byte[] first = new byte[64], second = new byte[64];
        source.Fill(first);
        source.Fill(second);

        byte[] kept = (byte[])typeof(CryptographicRandomSource).GetField("_buffer", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(source)!;
        Assert.All(kept.Take(128), value => Assert.Equal(0, value));
        Assert.Contains(kept.Skip(128).Take(64), value => value != 0);
        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(5000)]
    public void Fill_AnyLength_OverwritesAllOfIt(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < 20; i++)
        {
            byte[] drawn = new byte[length];
            CryptographicRandomSource.Shared.Fill(drawn);
            bytes = [.. bytes.Zip(drawn, (a, b) => (byte)(a | b))];
        }

        Assert.All(bytes, value => Assert.NotEqual(0, value)); // each byte is 0 in all of 20 draws with probability 2^-160
    }
}
