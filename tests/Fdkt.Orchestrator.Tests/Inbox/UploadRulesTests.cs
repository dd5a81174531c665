using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;
using Fdkt.Orchestrator.Inbox;

namespace Fdkt.Orchestrator.Tests.Inbox;

public sealed class UploadRulesTests
{
    private static readonly ClientRegistration Enrolled = new(
        ClientRegistration.CurrentSchemaVersion, new ClientId("clinic"), new string('a', 64), "AAEC", [new TaskId("triage")], 4, 100, DateTimeOffset.UnixEpoch, null, MaximumDelta: 1e-3);

    [Theory]
    [InlineData(4, 1e-3, null)]
    [InlineData(4.001, 1e-3, ReasonCode.EpsilonAbovePlan)]
    [InlineData(4, 1.001e-3, ReasonCode.DeltaAbovePlan)]
    public void CheckEnrolment_Promise_IsHeldToBothLimits(double epsilon, double delta, ReasonCode? reason) =>
        Assert.Equal(reason, (Record.Exception(() => UploadRules.CheckEnrolment(Statement(epsilon, delta), Enrolled)) as RefusedException)?.Reason);

    [Fact]
    public void CheckEnrolment_NoLimitOnDelta_LeavesItToThePlan() => UploadRules.CheckEnrolment(Statement(4, 0.9), Enrolled with { MaximumDelta = null });

    private static PrivacyStatement Statement(double epsilon, double delta) =>
        new("clinic", epsilon, delta, PrivacyMechanism.Votes, "add or remove one", "one record", "test 1");

    [Theory]
    [InlineData(null, "one record", true)]
    [InlineData(null, "one user with at most 5 records", true)]
    [InlineData(5, "one user with at most 3 records", true)]
    [InlineData(5, "one record", false)]
    [InlineData(5, "one user with at most no records", false)]
    public void CheckPlan_Unit_CoversUsersWherePlanned(int? recordsPerUser, string unit, bool accepted)
    {
        var statement = new PrivacyStatement("client-1", 1, 1e-5, PrivacyMechanism.ClassMeans, "add or remove one", unit, "pld");
        var plan = new PrivacySection(RecordsPerUser: recordsPerUser);

        if (accepted)
        {
            UploadRules.CheckPlan(statement, plan);
        }
        else
        {
            Assert.Equal(ReasonCode.UnitBelowPlan, Assert.Throws<RefusedException>(() => UploadRules.CheckPlan(statement, plan)).Reason);
        }
    }
}
