using System.Text;
using System.Text.Json;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Tests.Artifacts;

public sealed class SealedArtifactTests
{
    [Fact]
    public void Seal_Release_DescribesItInTheManifest()
    {
        SealedArtifact artifact = Example.Seal();

        Assert.Equal(Example.Description, new ArtifactDescription(artifact.Manifest.Task, artifact.Manifest.Round, artifact.Manifest.Seed, artifact.Manifest.Client));
        Assert.Equal(["animals", "sports"], artifact.Manifest.Labels);
        Assert.Equal(3, artifact.Manifest.Rows);
        Assert.Equal([Example.Statement], artifact.Manifest.Statements);
        Assert.Equal(Example.Release(Example.Rows).ContentHash, artifact.Manifest.ContentHash);
        Assert.Equal(artifact.DatasetBytes.Length, artifact.Manifest.Dataset.Length);
        Assert.Equal(artifact.ManifestBytes.Length, artifact.Reference.Length);
    }

    [Fact]
    public void ArtifactManifest_InJson_IsThis() => Literal.Holds(
        $$"""
        {"schemaVersion":1,"task":"topics","round":"round-1","seed":1,"client":"client-1","madeBy":"synthesize","dataset":{{Example.ReferenceJson}},"rows":3,
        "contentHash":"{{Example.Hash}}","labels":["animals","sports"],"statements":[{{Example.StatementJson}}],"parents":["{{Example.Hash}}"],"ledger":null}
        """,
        new ArtifactManifest(
            1, Example.Task, Example.Round, 1, Example.Client, "synthesize", Example.Reference, 3, Example.Hash, ["animals", "sports"], [Example.Statement], [Example.Hash]),
        FederationJsonContext.Default.ArtifactManifest);

    [Fact]
    public void ArtifactManifest_OfAnEarlierVersion_SaysNothingOfALedger()
    {
        string json = $$"""
            {"schemaVersion":1,"task":"topics","round":"round-1","seed":1,"client":"client-1","madeBy":"synthesize","dataset":{{Example.ReferenceJson}},"rows":3,
            "contentHash":"{{Example.Hash}}","labels":["animals","sports"],"statements":[{{Example.StatementJson}}],"parents":[]}
            """;

        Assert.Null(System.Text.Json.JsonSerializer.Deserialize(json, FederationJsonContext.Default.ArtifactManifest)!.Ledger);
    }

    [Fact]
    public void SignedManifest_InJson_IsThis()
    {
        Literal.Holds("""{"schemaVersion":1,"payload":"AAEC","keyId":"k","signature":"//79"}""", new SignedManifest(1, [0, 1, 2], "k", [255, 254, 253]), FederationJsonContext.Default.SignedManifest);
        Literal.Holds("""{"schemaVersion":1,"payload":"","keyId":null,"signature":null}""", new SignedManifest(1, [], null, null), FederationJsonContext.Default.SignedManifest);
    }

    [Fact]
    public void Reopen_KeptBytes_IsTheSameArtifact()
    {
        using var signer = new TestSigner();
        SealedArtifact kept = Example.Seal(signer);

        SealedArtifact reopened = SealedArtifact.Reopen(Example.Path, kept.DatasetBytes, kept.ManifestBytes);

        Assert.Equal(kept.Reference, reopened.Reference);
        Assert.Equal(kept.Manifest.ContentHash, reopened.Manifest.ContentHash);
    }

    [Fact]
    public void Reopen_OtherDataset_IsAMismatch() => Refused(
        ReasonCode.ContentMismatch, () => SealedArtifact.Reopen(Example.Path, new byte[] { 1 }, Example.Seal().ManifestBytes));

    [Fact]
    public void Reopen_OtherPath_IsRefusedByName() => Refused(
        ReasonCode.InvalidName,
        () => SealedArtifact.Reopen(ArtifactPath.Demos(new ClientId("client-2"), Example.Task, Example.Round, 1), Example.Seal().DatasetBytes, Example.Seal().ManifestBytes));

    [Fact]
    public void Read_ManifestWithoutStatement_IsMalformed()
    {
        ArtifactManifest bare = Example.Seal().Manifest with { Statements = [] };

        Refused(ReasonCode.MalformedJson, () => ManifestReader.Read(Example.Path, Stored(bare)));
    }

    [Theory]
    [InlineData("../clients/client-1.json")]
    [InlineData("client-1/topics/rounds/round-1/s2/data.jsonl.gz")]
    [InlineData("")]
    public void Read_ManifestOfADatasetElsewhere_IsRefusedByName(string name)
    {
        ArtifactManifest manifest = Example.Seal().Manifest;

        Refused(ReasonCode.InvalidName, () => ManifestReader.Read(Example.Path, Stored(manifest with { Dataset = manifest.Dataset with { Name = name } })));
        Refused(ReasonCode.InvalidName, () => ManifestReader.Read(Example.Path, Stored(manifest with { Dataset = manifest.Dataset with { Container = "augmented" } })));
    }

    [Theory]
    [InlineData("", ReasonCode.MalformedJson)]
    [InlineData("{\"schemaVersion\":2}", ReasonCode.UnsupportedSchemaVersion)]
    [InlineData("{\"schemaVersion\":1,\"payload\":\"no base64!\",\"keyId\":null,\"signature\":null}", ReasonCode.MalformedJson)]
    [InlineData("{\"schemaVersion\":1,\"payload\":\"\",\"keyId\":null,\"signature\":null}", ReasonCode.MalformedJson)]
    [InlineData("{\"schemaVersion\":1,\"payload\":\"bnVsbA==\",\"keyId\":null,\"signature\":null}", ReasonCode.MalformedJson)]
    [InlineData("{\"schemaVersion\":1,\"payload\":\"eyJzY2hlbWFWZXJzaW9uIjo5fQ==\",\"keyId\":null,\"signature\":null}", ReasonCode.UnsupportedSchemaVersion)]
    [InlineData("{\"schemaVersion\":1,\"payload\":\"eyJzY2hlbWFWZXJzaW9uIjoxfQ==\",\"keyId\":null,\"signature\":null}", ReasonCode.MalformedJson)]
    public void Read_EnvelopeOrPayloadThatIsNone_IsRefused(string json, ReasonCode reason) => Refused(reason, () => ManifestReader.Read(Example.Path, Encoding.UTF8.GetBytes(json)));

    private static byte[] Stored(ArtifactManifest manifest) => JsonSerializer.SerializeToUtf8Bytes(
        new SignedManifest(1, JsonSerializer.SerializeToUtf8Bytes(manifest, FederationJsonContext.Default.ArtifactManifest), null, null), FederationJsonContext.Default.SignedManifest);

    private static void Refused(ReasonCode reason, Func<object> action) => Assert.Equal(reason, Assert.Throws<RefusedException>(action).Reason);
}
