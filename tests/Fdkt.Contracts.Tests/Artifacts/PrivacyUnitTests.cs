using Fdkt.Contracts.Artifacts;

namespace Fdkt.Contracts.Tests.Artifacts;

public sealed class PrivacyUnitTests
{
    [Theory]
    [InlineData(null, "one record")]
    [InlineData(1, "one user with at most 1 record")]
    [InlineData(12, "one user with at most 12 records")]
    public void Of_RecordsPerUser_IsReadBack(int? recordsPerUser, string unit)
    {
        Assert.Equal(unit, PrivacyUnit.Of(recordsPerUser));
        Assert.Equal(recordsPerUser, PrivacyUnit.RecordsPerUser(unit));
        Assert.Equal(recordsPerUser is not null, PrivacyUnit.IsUser(unit));
    }

    [Theory]
    [InlineData("one user with at most 0 records")]
    [InlineData("one user with at most -1 records")]
    [InlineData("one user with at most 99999999999 records")]
    [InlineData("at least one user with at most 5 records or so")]
    [InlineData("")]
    public void IsUser_AnythingElse_IsNot(string unit) => Assert.False(PrivacyUnit.IsUser(unit));
}
