using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Plans;

namespace Fdkt.Privacy.Tests.Plans;

public sealed class UserLevelTests
{
    [Fact]
    public void Keep_MoreRecordsThanTheBound_KeepsTheFirstOfEachUnit()
    {
        (string? User, int Row)[] records = [("a", 1), ("b", 2), ("a", 3), ("a", 4), (null, 5), (null, 6), (" ", 7), ("b", 8), ("a", 9)];

        IReadOnlyList<(string? User, int Row)> kept = ContributionBound.Keep(records, record => record.User, 2);

        Assert.Equal([1, 2, 3, 5, 6, 7, 8], kept.Select(record => record.Row));
    }

    [Fact]
    public void Keep_OneUnitRemoved_ChangesNoOther()
    {
        (string? User, int Row)[] records = [.. Enumerable.Range(0, 60).Select(i => ((string?)$"user-{i * i % 7}", i))];

        IEnumerable<(string? User, int Row)> without = ContributionBound.Keep(records.Where(r => r.User != "user-4"), r => r.User, 3);

        Assert.Equal(ContributionBound.Keep(records, r => r.User, 3).Where(r => r.User != "user-4"), without);
    }

    [Fact]
    public void Keep_NoRecord_Throws() => Assert.Throws<PrivacyParameterException>(() => ContributionBound.Keep([1], _ => "a", 0));

    [Fact]
    public void PrivacyPlan_ForUsers_KeepsEpsilonForTheWholeUser()
    {
        PrivacyPlan records = PrivacyPlan.Calibrate(500, 50, 40, 1, 3, 1e-4);
        PrivacyPlan users = PrivacyPlan.Calibrate(500, 50, 40, 1, 3, 1e-4, recordsPerUnit: 4);

        Assert.Equal(new GroupSampledGaussianEvent(.1, users.NoiseMultiplier, 40, 4), users.Event);
        Assert.InRange(users.Account().EpsilonPld, 2.98, 3);
        Assert.InRange(users.NoiseMultiplier / records.NoiseMultiplier, 1.5, 4); // less than four times: the coins are per record
    }

    [Fact]
    public void HistogramPlan_ForUsers_IsScaledToAllTheirVotes()
    {
        HistogramPlan users = HistogramPlan.Calibrate(500, 2, 3, 1e-4, recordsPerUnit: 3);

        Assert.InRange(users.Account().EpsilonPld, 2.98, 3);
        Assert.Equal(GaussianMechanism.Epsilon(Math.Sqrt((users.NoiseMultiplier * users.NoiseMultiplier) - 16) / 3 / Math.Sqrt(2), 1e-4), users.Account().EpsilonPld, 1e-9);
        Assert.Equal(double.PositiveInfinity, (new HistogramPlan(500, 1, 3.9, 1e-4) { RecordsPerUnit = 2 }).Account().EpsilonPld); // too narrow to be compared
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Plans_NoRecordPerUnit_Throw(int recordsPerUnit)
    {
        Assert.Throws<PrivacyParameterException>(() => new PrivacyPlan(500, 50, 1, 1, 1, 1e-4) { RecordsPerUnit = recordsPerUnit });
        Assert.Throws<PrivacyParameterException>(() => new HistogramPlan(500, 1, 1, 1e-4) { RecordsPerUnit = recordsPerUnit });
    }
}
