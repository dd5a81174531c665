using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Tests.Artifacts;

public sealed class ArtifactLimitsTests
{
    [Fact]
    public void MaximumManifestBytes_TextFromTenThousandClients_HoldsTheirStatements()
    {
        const int clients = 10_000;
        ReleasedDataset[] demos = [.. Enumerable.Range(1, clients).Select(k => ReleasedDataset.Release([new LabelledText("text", "sports")], Statement($"client-{k:d5}"), "synthesize"))];
        // As the server does: the pool first, so that the text has one parent and all statements.
        var pool = ReleasedDataset.Derive(demos, demos.SelectMany(part => part.Rows), "server");
        var text = ReleasedDataset.Derive([pool], [new LabelledText("text", "sports")], "augment");
        var path = ArtifactPath.Augmented(new TaskId("topics"), new RoundId("round-1"), 1, Comparison.Fdkt);

        var artifact = SealedArtifact.Seal(path, text, new ArtifactDescription(new TaskId("topics"), new RoundId("round-1"), 1, null), signer: null);

        Assert.Equal(clients, artifact.Manifest.Statements.Count);
        Assert.InRange(artifact.Reference.Length, 1, ArtifactLimits.Default.MaximumManifestBytes);
    }

    private static PrivacyStatement Statement(string client) => new(
        client, Math.PI, Math.E * 1e-5, PrivacyMechanism.ClassPrompts, "add or remove one", "one record", "pld/1 (connect-the-dots); rdp/1 (signed fractional series, CKS20 conversion)");
}
