using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Tests.Jobs;

public sealed class JobJsonTests
{
    private static readonly string[] Labels = ["animals", "sports"];

    [Fact]
    public void SynthesisJob_InJson_IsThis() => Literal.Holds(
        """
        {"kind":"synthesis",
        "client":"client-1",
        "privacy":{"epsilon":8,"delta":"auto","clipNorm":1,"mechanism":"auto","expectedBatchSize":null,"epochs":null,"loraRank":null,"refineWithVotes":false,"noise":"gaussian","recordsPerUser":null},
        "synthesis":{"demosPerLabel":null,"candidates":null,"topics":20,"temperature":1,"topK":null,"topP":0.95,"maximumTokens":null,"labelMix":"uniform"},"ledgerMark":null,
        "schemaVersion":1,"id":"round-1.s1.synthesis.client-1","round":"round-1","task":"topics","seed":1,"labels":["animals","sports"],
        "domain":"news","model":"m1","deadline":"2026-11-25T12:00:00+00:00"}
        """,
        new SynthesisJob(
            1, JobId.Synthesis(Example.Round, 1, Example.Client), Example.Round, Example.Task, 1, Labels, "news", "m1", Example.Noon, Example.Client,
            new PrivacySection(), new SynthesisSection(Topics: 20)),
        FederationJsonContext.Default.Job);

    [Fact]
    public void AugmentationJob_InJson_IsThis() => Literal.Holds(
        """
        {"kind":"augmentation",
        "augmentation":{"textsPerLabel":null,"shotsPerLabel":null,"temperature":0.9,"topK":null,"topP":0.95,"minimumWords":4,"samplesPerCluster":4,"clientFilter":true,"clientFilterThreshold":0.25},
        "methods":["fdkt","zeroShot"],
        "schemaVersion":1,"id":"round-1.s1.augmentation","round":"round-1","task":"topics","seed":1,"labels":["animals","sports"],
        "domain":"news","model":"m1","deadline":"2026-11-25T12:00:00+00:00"}
        """,
        new AugmentationJob(
            1, JobId.Augmentation(Example.Round, 1), Example.Round, Example.Task, 1, Labels, "news", "m1", Example.Noon,
            new AugmentationSection(), [Comparison.Fdkt, Comparison.ZeroShot]),
        FederationJsonContext.Default.Job);

    [Fact]
    public void DemoPool_InJson_IsThis() => Literal.Holds(
        $$"""
        {"schemaVersion":1,"round":"round-1","task":"topics","seed":1,
        "demos":[{"client":"client-1","manifest":{{Example.ReferenceJson}},"pushedContentHash":null,"lateRound":null,"lateSeed":null},
        {"client":"client-2","manifest":{{Example.ReferenceJson}},"pushedContentHash":"{{Example.Hash}}","lateRound":null,"lateSeed":null},
        {"client":"client-3","manifest":{{Example.ReferenceJson}},"pushedContentHash":null,"lateRound":"round-0","lateSeed":2}]}
        """,
        new DemoPool(
            1, Example.Round, Example.Task, 1,
            [
                new(Example.Client, Example.Reference, null),
                new(new ClientId("client-2"), Example.Reference, Example.Hash),
                new(new ClientId("client-3"), Example.Reference, null, new RoundId("round-0"), 2),
            ]),
        FederationJsonContext.Default.DemoPool);

    [Theory]
    [InlineData(null, null, null, "client-1/topics/rounds/round-1/s1")]
    [InlineData(Example.Hash, null, null, "client-1/topics/pushed/0123456789abcdef")]
    [InlineData(null, "round-0", 2, "client-1/topics/rounds/round-0/s2")]
    public void DemoSource_Path_IsWhereItsKindLies(string? pushed, string? lateRound, int? lateSeed, string name)
    {
        var source = new DemoSource(Example.Client, Example.Reference, pushed, lateRound is null ? null : new RoundId(lateRound), lateSeed);

        Assert.Equal(name, source.Path(Example.Task, Example.Round, 1).Name);
    }

    [Fact]
    public void TrainingJob_InJson_IsThis() => Literal.Holds(
        $$"""
        {"kind":"training",
        "client":"client-1",
        "texts":[{"method":"fdkt","manifest":{{Example.ReferenceJson}}}],
        "methods":["privateOnly","fdkt"],
        "augmentation":{"textsPerLabel":null,"shotsPerLabel":null,"temperature":0.9,"topK":null,"topP":0.95,"minimumWords":4,"samplesPerCluster":4,"clientFilter":true,"clientFilterThreshold":0.25},
        "training":{"inverseRegularization":10,"privateWeight":null,"validationFolds":4,"textInSecondView":false},
        "schemaVersion":1,"id":"round-1.s1.training.client-1","round":"round-1","task":"topics","seed":1,"labels":["animals","sports"],
        "domain":"news","model":"m1","deadline":"2026-11-25T12:00:00+00:00"}
        """,
        new TrainingJob(
            1, JobId.Training(Example.Round, 1, Example.Client), Example.Round, Example.Task, 1, Labels, "news", "m1", Example.Noon, Example.Client,
            [new(Comparison.Fdkt, Example.Reference)], [Comparison.PrivateOnly, Comparison.Fdkt], new AugmentationSection(), new TrainingSection()),
        FederationJsonContext.Default.Job);
}
