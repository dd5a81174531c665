using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Tests.Federation;

public sealed class FederationJsonTests
{
    private const string RequestJson =
        """
        {"schemaVersion":1,"round":"round-1","task":"topics",
        "file":{"schemaVersion":1,
        "data":null,
        "task":{"name":"task","domain":"text","labels":null},
        "clients":{"count":1,"records":null,"partition":"iid","alpha":0.5},
        "privacy":{"epsilon":8,"delta":1E-06,"clipNorm":1,"mechanism":"auto","expectedBatchSize":null,"epochs":null,"loraRank":null,"refineWithVotes":false,"noise":"gaussian","recordsPerUser":null},
        "pretraining":{"minutes":null,"vocabularySize":null,"hiddenSize":null,"layers":null,"contextLength":null,"base":null,"dtype":null},
        "synthesis":{"demosPerLabel":null,"candidates":null,"topics":null,"temperature":1,"topK":null,"topP":0.95,"maximumTokens":null,"labelMix":"uniform"},
        "augmentation":{"textsPerLabel":null,"shotsPerLabel":null,"temperature":0.9,"topK":null,"topP":0.95,"minimumWords":4,"samplesPerCluster":4,"clientFilter":true,"clientFilterThreshold":0.25},
        "training":{"inverseRegularization":10,"privateWeight":null,"validationFolds":4,"textInSecondView":false},
        "federation":{"quorum":2,"demosMinutes":60,"augmentationMinutes":120,"trainingMinutes":60,"resendMinutes":10,"late":"keepForNextRound"},
        "comparisons":["privateOnly","fdkt"],
        "encoder":{"kind":"builtIn","maximumTokens":256},"seeds":[1,2]},
        "labels":["animals","sports"],"model":"m1","participants":["client-1"],"requestedAt":"2026-11-25T12:00:00+00:00","traceParent":null}
        """;

    private static readonly RoundRequest Request = new(
        1, Example.Round, Example.Task,
        new RoundFile(
            Privacy: new PrivacySection(Delta: new DeltaSetting(1e-6)), Federation: new FederationSection(Quorum: 2), Comparisons: [Comparison.PrivateOnly, Comparison.Fdkt], Seeds: new SeedList(1, 2)),
        ["animals", "sports"], "m1", [Example.Client], Example.Noon);

    [Fact]
    public void RoundRequest_InJson_IsThis() => Literal.Holds(RequestJson, Request, FederationJsonContext.Default.RoundRequest);

    [Fact]
    public void StartRound_InJson_IsThis() =>
        Literal.Holds($$"""{"kind":"start","request":{{RequestJson}},"schemaVersion":1}""", new StartRound(1, Request), FederationJsonContext.Default.RoundCommand);

    [Fact]
    public void CancelRound_InJson_IsThis() =>
        Literal.Holds("""{"kind":"cancel","round":"round-1","schemaVersion":1}""", new CancelRound(1, Example.Round), FederationJsonContext.Default.RoundCommand);

    [Fact]
    public void ClientRegistration_InJson_IsThis() => Literal.Holds(
        $$"""
        {"schemaVersion":1,"client":"client-1","keyId":"{{Example.Hash}}","publicKey":"AAEC","tasks":["topics"],"maximumEpsilon":4.5,"maximumRows":200,
        "enrolledAt":"2026-11-25T12:00:00+00:00","revokedAt":null,"maximumDelta":null}
        """,
        new ClientRegistration(1, Example.Client, Example.Hash, "AAEC", [Example.Task], 4.5, 200, Example.Noon, null),
        FederationJsonContext.Default.ClientRegistration);

    [Fact]
    public void RoundStatus_InJson_IsThis() => Literal.Holds(
        $$"""
        {"schemaVersion":1,"round":"round-1","task":"topics","phase":"collecting","reason":null,"seed":1,
        "clients":[{"client":"client-1","seed":1,"phase":"accepted","reason":null,"epsilon":4,"rows":40,"demos":{{Example.ReferenceJson}}},
        {"client":"client-2","seed":1,"phase":"quarantined","reason":"badSignature","epsilon":null,"rows":0,"demos":null}],
        "quorum":2,"deadline":"2026-11-25T12:00:00+00:00","startedAt":"2026-11-25T12:00:00+00:00","updatedAt":"2026-11-25T12:00:00+00:00"}
        """,
        new RoundStatus(
            1, Example.Round, Example.Task, RoundPhase.Collecting, null, 1,
            [
                new(Example.Client, 1, ClientPhase.Accepted, null, 4, 40, Example.Reference),
                new(new ClientId("client-2"), 1, ClientPhase.Quarantined, ReasonCode.BadSignature, null, 0, null),
            ],
            2, Example.Noon, Example.Noon, Example.Noon),
        FederationJsonContext.Default.RoundStatus);

    [Fact]
    public void RoundProgress_InJson_IsThis() => Literal.Holds(
        """
        {"schemaVersion":1,"round":"round-1",
        "jobs":[{"job":"round-1.s1.synthesis.client-1","client":"client-1","step":"train","done":3,"total":10,"at":"2026-11-25T12:00:00+00:00"}],
        "updatedAt":"2026-11-25T12:00:00+00:00"}
        """,
        new RoundProgress(1, Example.Round, [new(JobId.Synthesis(Example.Round, 1, Example.Client), Example.Client, "train", 3, 10, Example.Noon)], Example.Noon),
        FederationJsonContext.Default.RoundProgress);

    [Fact]
    public void RoundOutcome_InJson_IsThis() => Literal.Holds(
        $$"""
        {"schemaVersion":1,"round":"round-1","task":"topics","phase":"quorumNotMet","reason":"late","clients":[],
        "stages":[{"name":"embed","in":10,"kept":10,"dropped":{},"seconds":0.5,"tokens":99}],
        "privacy":[{{Example.StatementJson}}],"augmented":[{{Example.ReferenceJson}}],
        "startedAt":"2026-11-25T12:00:00+00:00","endedAt":"2026-11-25T12:00:00+00:00"}
        """,
        new RoundOutcome(
            1, Example.Round, Example.Task, RoundPhase.QuorumNotMet, ReasonCode.Late, [], [new StageReport("embed", 10, 10, new Dictionary<string, long>(), 0.5, 99)],
            [Example.Statement], [Example.Reference], Example.Noon, Example.Noon),
        FederationJsonContext.Default.RoundOutcome);

    [Fact]
    public void ReasonCodes_InJson_KeepTheirNames() => Assert.Equal(
        [
            "malformedJson", "tooDeep", "notUtf8", "unsupportedSchemaVersion", "unknownKind", "invalidName", "messageTooLarge", "badSignature", "unknownClient", "revokedClient", "unknownTask",
            "unknownLabel", "epsilonAbovePlan", "deltaAbovePlan", "unitBelowPlan", "epsilonAbovePolicy", "deltaAbovePolicy", "budgetExceeded", "ledgerBehind", "contentMismatch", "malformedDataset", "tooManyRows", "tooManyBytes",
            "textTooLong", "missingArtifact", "replayed", "late", "modelMismatch", "encoderMismatch", "notAllowed", "deliveryLimit", "limitExceeded", "cancelled", "taskBusy", "internalFault",
        ],
        EnumNames.All(typeof(ReasonCode)));
}
