using Fdkt.Contracts.Federation;
using Fdkt.GpuJobs.Clients;
using Fdkt.Learning.Synthesis;
using Fdkt.Privacy;
using Fdkt.Privacy.Calibration;
using Fdkt.Privacy.Ledger;

namespace Fdkt.GpuJobs.Tests.Clients;

public sealed class ClientPolicyTests
{
    private const int Records = 100;

    // Of 100 records min(1e-5, n^-1.5) is 1e-5.
    [Theory]
    [InlineData(8, null, 8, 0.00001, 0, null)]
    [InlineData(8, null, 8.01, 0.00001, 0, ReasonCode.EpsilonAbovePolicy)]
    [InlineData(1, null, 8, 0.00001, 0, ReasonCode.EpsilonAbovePolicy)]
    [InlineData(8, null, 4, 0.000011, 0, ReasonCode.DeltaAbovePolicy)]
    [InlineData(8, 0.0001, 4, 0.0001, 0, null)]
    [InlineData(8, 0.0001, 4, 0.00011, 0, ReasonCode.DeltaAbovePolicy)]
    [InlineData(8, null, 4, 0.00001, 1, null)]
    [InlineData(8, null, 4, 0.00001, 9, ReasonCode.EpsilonAbovePolicy)]
    [InlineData(4, null, 4, 0.00001, 1, ReasonCode.EpsilonAbovePolicy)]
    [InlineData(double.NaN, null, 1, 0.00001, 0, ReasonCode.EpsilonAbovePolicy)]
    public void Forbids_OfAnyRelease_FollowsTheTable(double perRound, double? policyDelta, double epsilon, double delta, int others, ReasonCode? expected)
    {
        SynthesisPlan plan = Plan(epsilon, delta);

        Assert.Equal(expected, new ClientPolicy(perRound, 100, Records, policyDelta).Forbids(plan, Enumerable.Repeat(plan.Events[0], others)));
    }

    [Fact]
    public void Limits_NoDelta_AreOfTheDeclaredRecords() =>
        Assert.Equal(new LedgerLimits(20, DeltaRule.Default(Records)), new ClientPolicy(8, 20, Records).Limits);

    [Theory]
    [InlineData(2)]
    [InlineData(2_154)]
    [InlineData(100_000)]
    public void DeltaFor_NoDelta_IsWhatARoundFileMeansByAuto(int records) =>
        Assert.Equal(Contracts.Rounds.DeltaSetting.Auto.Resolve(records), new ClientPolicy(8, 20, records).LargestDelta);

    [Fact]
    public void LargestDelta_PolicyThatWouldGiveARecordAway_IsRefused() => Assert.Throws<PrivacyParameterException>(() => new ClientPolicy(8, 20, Records, 0.01).LargestDelta);

    private static SynthesisPlan Plan(double epsilon, double delta) =>
        SynthesisPlan.For(Records, 4, new ClientSynthesisOptions { Epsilon = epsilon, Delta = delta, Demos = new DemoOptions { Seed = 1 } });
}
