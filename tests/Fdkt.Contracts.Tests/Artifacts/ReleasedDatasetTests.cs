using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Tests.Artifacts;

public sealed class ReleasedDatasetTests
{
    [Fact]
    public void Derive_TwoParents_CarriesBothStatementsAndHashes()
    {
        ReleasedDataset first = ReleasedDataset.Release([new("a", "x")], Statement("client-1"), "synthesize");
        ReleasedDataset second = ReleasedDataset.Release([new("b", "y")], Statement("client-2"), "synthesize");

        ReleasedDataset derived = ReleasedDataset.Derive([first, second], [new("c", "x")], "augment");

        Assert.Equal(["client-1", "client-2"], derived.Statements.Select(statement => statement.Client));
        Assert.Equal([first.ContentHash, second.ContentHash], derived.Parents);
        Assert.NotEqual(first.ContentHash, derived.ContentHash);
    }

    [Fact]
    public void Derive_NoParent_Throws() => Assert.Throws<ArgumentException>(() => ReleasedDataset.Derive([], [new("c", "x")], "augment"));

    [Fact]
    public void ContentHash_FieldBoundaryMoved_Differs()
    {
        string left = ReleasedDataset.Release([new("bc", "a")], Statement("c"), "s").ContentHash;
        string right = ReleasedDataset.Release([new("c", "ab")], Statement("c"), "s").ContentHash;

        Assert.NotEqual(left, right);
    }

    [Fact]
    public void Rows_SourceChangedAfterwards_StayAsReleased()
    {
        var rows = new List<LabelledText> { new("a", "x") };
        ReleasedDataset released = ReleasedDataset.Release(rows, Statement("c"), "s");

        rows.Add(new("private", "x"));

        Assert.Single(released.Rows);
    }

    [Theory]
    [InlineData(0, 1e-5, PrivacyMechanism.Votes)]
    [InlineData(double.PositiveInfinity, 1e-5, PrivacyMechanism.Votes)]
    [InlineData(double.NaN, 1e-5, PrivacyMechanism.Votes)]
    [InlineData(1, 1, PrivacyMechanism.Votes)]
    [InlineData(1, double.NaN, PrivacyMechanism.Votes)]
    [InlineData(1, 1e-5, PrivacyMechanism.Auto)]
    public void PrivacyStatement_NoRealPromise_Throws(double epsilon, double delta, PrivacyMechanism mechanism) =>
        Assert.ThrowsAny<ArgumentException>(() => new PrivacyStatement("c", epsilon, delta, mechanism, "add or remove one", "one record", "pld 1"));

    private static PrivacyStatement Statement(string client) =>
        new(client, 8, 1e-5, PrivacyMechanism.Votes, "add or remove one", "one record", "pld 1");
}
