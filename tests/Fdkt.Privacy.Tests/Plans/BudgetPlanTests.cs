using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Ledger;
using Fdkt.Privacy.Plans;
using Fdkt.Privacy.Tests.Ledger;

namespace Fdkt.Privacy.Tests.Plans;

public sealed class BudgetPlanTests
{
    public static TheoryData<RoundMechanism, int, double, double> Cases => new()
    {
        { RoundMechanism.Gaussian, 12, 8, 1e-5 },
        { RoundMechanism.Votes(2), 12, 8, 1e-5 },
        { RoundMechanism.DpSgd(.05, 40), 12, 8, 1e-5 },
        { RoundMechanism.DpSgd(.2, 30), 3, 1, 1e-6 },
        { RoundMechanism.Gaussian, 1, 3, 1e-5 },
        { RoundMechanism.Gaussian, 100, .5, 1e-7 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void For_EqualRounds_KeepTheTotalAndWasteUnderFivePercent(RoundMechanism mechanism, int rounds, double total, double delta)
    {
        BudgetPlan plan = BudgetPlan.For(mechanism, rounds, total, delta);

        PrivacyEvent[] all = [.. Enumerable.Repeat(mechanism.Event(plan.NoiseMultiplier), rounds)];
        Assert.Equal(plan.EpsilonTotal, PrivacyAccounting.Account(all, delta).EpsilonPld);
        Assert.InRange(plan.EpsilonTotal, 0.99 * total, total);
        Assert.True(PrivacyAccounting.Account([all[0]], delta).EpsilonPld <= plan.EpsilonPerRound);
        Assert.True(plan.EpsilonPerRound.ToString("r", System.Globalization.CultureInfo.InvariantCulture).Length <= 7);
    }

    [Fact]
    public void For_RoundsThatFollowThePlan_FitTheLedgerExactlyThatOften()
    {
        BudgetPlan plan = BudgetPlan.For(RoundMechanism.DpSgd(64 / 500.0, 20), 12, 8, 1e-4);
        using var folder = new LedgerFolder();
        using PrivacyLedger ledger = folder.Open();
        var limits = new LedgerLimits(8, 1e-4);
        LedgerCharge Round(int round)
        {
            PrivacyPlan training = PrivacyPlan.Calibrate(500, 64, 20, 1, plan.EpsilonPerRound, 1e-4);
            return new LedgerCharge($"round-{round}", "reviews", $"{round}", [training.Event], 1e-4);
        }

        for (int round = 1; round <= 12; round++)
        {
            ledger.Reserve(Round(round), limits);
            ledger.Commit($"round-{round}", LedgerFolder.ContentA);
        }

        Assert.InRange(ledger.Spent(1e-4).EpsilonPld, 0.95 * 8, 8);
        Assert.Throws<PrivacyBudgetExceededException>(() => ledger.Reserve(Round(13), limits));
    }

    [Fact]
    public void For_SomeSpentBefore_LeavesRoomForIt()
    {
        PrivacyEvent[] spent = [new GaussianEvent(2, 1), new DiscreteGaussianEvent(10, 3)];
        BudgetPlan plan = BudgetPlan.For(RoundMechanism.Gaussian, 5, 4, 1e-5, spent);

        PrivacyEvent[] all = [.. spent, .. Enumerable.Repeat(RoundMechanism.Gaussian.Event(plan.NoiseMultiplier), 5)];
        Assert.InRange(PrivacyAccounting.Account(all, 1e-5).EpsilonPld, 3.9, 4);
        Assert.True(plan.EpsilonPerRound < BudgetPlan.For(RoundMechanism.Gaussian, 5, 4, 1e-5).EpsilonPerRound);
    }

    [Fact]
    public void For_AllSpentBefore_Throws() =>
        Assert.Throws<PrivacyParameterException>(() => BudgetPlan.For(RoundMechanism.Gaussian, 5, 1, 1e-5, [new GaussianEvent(1, 1)]));

    [Theory]
    [InlineData(0, 8, 1e-5)]
    [InlineData(10_001, 8, 1e-5)]
    [InlineData(12, 0, 1e-5)]
    [InlineData(12, double.NaN, 1e-5)]
    [InlineData(12, 8, 0)]
    public void For_OutOfRange_Throws(int rounds, double epsilon, double delta) =>
        Assert.Throws<PrivacyParameterException>(() => BudgetPlan.For(RoundMechanism.Gaussian, rounds, epsilon, delta));

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1.5, 10)]
    [InlineData(double.NaN, 10)]
    [InlineData(.1, 0)]
    public void DpSgd_OutOfRange_Throws(double q, int steps) => Assert.Throws<PrivacyParameterException>(() => RoundMechanism.DpSgd(q, steps));

    [Fact]
    public void Votes_NoVote_Throws() => Assert.Throws<PrivacyParameterException>(() => RoundMechanism.Votes(0));
}
