using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
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

    [Fact]
    public void Restore_RowsOfTheManifest_IsTheDatasetUnderItsStatements()
    {
        ReleasedDataset parent = Example.Release(Example.Rows);
        ReleasedDataset derived = ReleasedDataset.Derive([parent], [new("written", "sports")], "augment");
        ArtifactManifest manifest = SealedArtifact.Seal(Example.Path, derived, Example.Description, null).Manifest;

        ReleasedDataset restored = ReleasedDataset.Restore(derived.Rows, manifest);

        Assert.Equal(derived.ContentHash, restored.ContentHash);
        Assert.Equal([Example.Statement], restored.Statements);
        Assert.Equal([parent.ContentHash], restored.Parents);
        Assert.Equal("augment", restored.MadeBy);
    }

    public static TheoryData<string, IReadOnlyList<LabelledText>> OtherRows => new()
    {
        { "fewer", [.. Example.Rows.Skip(1)] },
        { "more", [.. Example.Rows, new("private", "sports")] },
        { "in another order", [.. Example.Rows.Reverse()] },
        { "another label", [new(Example.Rows[0].Text, "animals"), .. Example.Rows.Skip(1)] },
        { "another text", [new("private", "sports"), .. Example.Rows.Skip(1)] },
    };

    [Theory]
    [MemberData(nameof(OtherRows))]
    public void Restore_RowsOfAnotherDataset_IsAMismatch(string how, IReadOnlyList<LabelledText> rows)
    {
        RefusedException refused = Assert.Throws<RefusedException>(() => ReleasedDataset.Restore(rows, Example.Seal().Manifest));

        Assert.True(refused.Reason == ReasonCode.ContentMismatch, how);
        Assert.DoesNotContain("private", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_ManifestThatLiesAboutItsContent_IsAMismatch()
    {
        ArtifactManifest manifest = Example.Seal().Manifest;
        ArtifactManifest[] lies = [manifest with { Rows = 2 }, manifest with { ContentHash = Example.Hash }, manifest with { Statements = [] }, manifest with { Labels = ["sports"] }];

        Assert.All(lies, lie => Assert.Equal(ReasonCode.ContentMismatch, Assert.Throws<RefusedException>(() => ReleasedDataset.Restore(Example.Rows, lie)).Reason));
    }

    private static PrivacyStatement Statement(string client) =>
        new(client, 8, 1e-5, PrivacyMechanism.Votes, "add or remove one", "one record", "pld 1");
}
