using Fdkt.Learning.Auditing;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.Tests.PrivateTraining;
using Fdkt.Privacy.Auditing;

namespace Fdkt.Learning.Tests.Auditing;

/// <summary>Seeds are fixed; at this significance a true claim would fall in fewer than one run of 100,000 anyhow, and what is broken is
/// far beyond it.</summary>
public sealed class StepAuditTests
{
    private static readonly AuditClaim Claim = StepAudit.Claim(1e-6, 1e-5);

    public static TheoryData<TrainableScope, DpOptimizerKind, bool> Ways { get; } = [.. StepAuditCase.All.Select(way => (way.Scope, way.Optimizer, way.TiedHead))];

    [Fact]
    public void All_Ways_AreEveryScopeRuleAndHead() =>
        Assert.Equal(12, StepAuditCase.All.Distinct().Count());

    [Theory]
    [MemberData(nameof(Ways))]
    public void Bounds_AsItIsAndBroken_StandAndFall(TrainableScope scope, DpOptimizerKind optimizer, bool tied)
    {
        using var audit = new StepAudit(new StepAuditCase(scope, optimizer, tied));
        bool Refuted(MechanismFault fault, int seed) => Claim.Refuted(audit.Bounds(Claim, new CountingSource(seed), fault, TestContext.Current.CancellationToken));

        Assert.InRange(audit.LeastOwn, 0.7, 1.000001);
        Assert.False(Refuted(MechanismFault.None, 1));
        Assert.False(Refuted(MechanismFault.None, 2));
        Assert.True(Refuted(MechanismFault.NoNoise, 3));
        Assert.True(Refuted(MechanismFault.NoClipping, 4));
        Assert.True(Refuted(MechanismFault.QuarterNoise, 5));
    }

    // Undone rightly, what a canary adds to a step is 1 of its clip norm: nearly all of a mechanism without noise is seen.
    [Theory]
    [InlineData(DpOptimizerKind.Sgd)]
    [InlineData(DpOptimizerKind.Adam)]
    public void Bounds_WithoutNoise_AreWhatTheCountOfTrialsAllows(DpOptimizerKind optimizer)
    {
        using var audit = new StepAudit(new StepAuditCase(TrainableScope.Full, optimizer, true));

        // 768 coins, all guessed right: both rates are within .05 of their ends.
        Assert.InRange(audit.Bounds(Claim, new CountingSource(1), MechanismFault.NoNoise, TestContext.Current.CancellationToken).ErrorRates!.Value, 15, 25);
    }

    [Fact]
    public void Bounds_Shuffled_IsRefused()
    {
        using var audit = new StepAudit(StepAuditCase.All[0]);

        Assert.Throws<ArgumentOutOfRangeException>(() => audit.Bounds(Claim, new CountingSource(1), MechanismFault.Shuffled, TestContext.Current.CancellationToken));
    }

    // Two canaries in the plane: (1, 0) and (.6, .8).
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Shares_OfASumWithoutNoise_AreTheCoins(bool first, bool second)
    {
        var directions = new CanaryDirections([[2, 0], [3, 4]]);
        double[] sum = [(first ? 1 : 0) + (second ? 0.6 : 0), second ? 0.8 : 0];

        double[] shares = directions.Shares(sum, [first, second], 1);

        Assert.Equal((1, 0.8), (directions.Own(0), directions.Own(1)), (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-12);
        Assert.Equal(first ? 1 : 0, shares[0], 1e-12);
        Assert.Equal(second ? 1 : 0, shares[1], 1e-12);
    }

    // Thirty times the second: beyond what noise can do, it is taken off as it is; within, as the coin says.
    [Fact]
    public void Shares_OfACanaryThatIsTooLong_AreTakenOffAsTheyAre()
    {
        var directions = new CanaryDirections([[2, 0], [3, 4]]);

        Assert.Equal(0, directions.Shares([18, 24], [false, true], 0.1)[0], 1e-12);
        Assert.Equal(18 - 0.6, directions.Shares([18, 24], [false, true], 3)[0], 1e-12);
    }
}
