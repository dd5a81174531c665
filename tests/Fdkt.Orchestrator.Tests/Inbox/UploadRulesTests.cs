using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;
using Fdkt.Orchestrator.Inbox;

namespace Fdkt.Orchestrator.Tests.Inbox;

public sealed class UploadRulesTests
{
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
