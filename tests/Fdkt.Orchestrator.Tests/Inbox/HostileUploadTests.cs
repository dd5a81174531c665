using System.Text;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Ledgers;
using Fdkt.Contracts.Rounds;
using Fdkt.Orchestrator.Hosting;
using Fdkt.Orchestrator.Tests.Support;

namespace Fdkt.Orchestrator.Tests.Inbox;

/// <summary>Each fault of an upload has its own reason. The artifact is quarantined where the fault is its own, else the message is put aside; the next message is served.</summary>
public sealed class HostileUploadTests
{
    private static readonly Dictionary<string, (ReasonCode Reason, Func<HostileUpload, byte[]> Make)> Messages = new()
    {
        ["no JSON"] = (ReasonCode.MalformedJson, _ => "demos!"u8.ToArray()),
        ["nothing"] = (ReasonCode.MalformedJson, _ => []),
        ["a wrong type"] = (ReasonCode.MalformedJson, hostile => HostileUpload.Message(hostile.Good(), "\"seed\":1", "\"seed\":\"one\"")),
        ["a round without a seed"] = (ReasonCode.MalformedJson, hostile => HostileUpload.Message(hostile.Good() with { Seed = null })),
        ["10,000 levels"] = (ReasonCode.TooDeep, _ => Encoding.UTF8.GetBytes(new string('[', 10_000) + new string(']', 10_000))),
        ["no UTF-8"] = (ReasonCode.NotUtf8, hostile => [.. HostileUpload.Message(hostile.Good()), 0xFF]),
        ["a future version"] = (ReasonCode.UnsupportedSchemaVersion, hostile => HostileUpload.Message(hostile.Good() with { SchemaVersion = 99 })),
        ["more than 48 KiB"] = (ReasonCode.MessageTooLarge, hostile => [.. HostileUpload.Message(hostile.Good()), .. new byte[IDemoInbox.MaximumBytes]]),
        ["a client with a path for a name"] = (ReasonCode.InvalidName, hostile => HostileUpload.Message(hostile.Good(), "\"client\":\"client-1\"", "\"client\":\"../client-2\"")),
        ["a client that is not enrolled"] = (ReasonCode.UnknownClient, hostile => HostileUpload.Message(hostile.Good() with { Client = new ClientId("nobody") })),
        ["a client that was revoked"] = (ReasonCode.RevokedClient, hostile => HostileUpload.Message(hostile.Good() with { Client = new ClientId("client-3") })),
        ["a task that is not the client's"] = (ReasonCode.UnknownTask, hostile => HostileUpload.Message(hostile.Good() with { Task = new TaskId("mails") })),
        ["a round that there is not"] = (ReasonCode.InvalidName, hostile => HostileUpload.Message(hostile.Good() with { Round = new RoundId("round-9") })),
        ["a seed that the round has not"] = (ReasonCode.InvalidName, hostile => HostileUpload.Message(hostile.Good() with { Seed = 2 })),
        ["a negative seed"] = (ReasonCode.InvalidName, hostile => HostileUpload.Message(hostile.Good() with { Seed = -1 })),
        ["a reference up the tree"] = (ReasonCode.InvalidName, hostile => HostileUpload.Message(Pointing(hostile, "../../control/clients/client-1.json"))),
        ["a reference to another client's"] = (ReasonCode.InvalidName, hostile => HostileUpload.Message(Pointing(hostile, "client-2/reviews/rounds/round-1/s1/manifest.json"))),
        ["a reference to another container"] = (ReasonCode.InvalidName, hostile => HostileUpload.Message(hostile.Good() with { Manifest = hostile.Good().Manifest with { Container = "augmented" } })),
        ["a push whose hash is a path"] = (ReasonCode.InvalidName, hostile => HostileUpload.Message(hostile.Good() with { Round = null, Seed = null, ContentHash = "../../../../../../x" })),
        ["an artifact that is not there"] = (ReasonCode.MissingArtifact, hostile => HostileUpload.Message(Absent(hostile))),
        ["a hash unlike the stored manifest's"] = (ReasonCode.ContentMismatch, hostile => HostileUpload.Message(hostile.Good() with { Manifest = hostile.Good().Manifest with { Sha256 = new string('0', 64) } })),
        ["a length unlike the stored manifest's"] = (ReasonCode.ContentMismatch, hostile => HostileUpload.Message(hostile.Good() with { Manifest = hostile.Good().Manifest with { Length = 1L << 60 } })),
    };

    private static readonly Dictionary<string, (ReasonCode Reason, Func<HostileUpload, DemoUpload> Make)> Artifacts = new()
    {
        ["a manifest that is no JSON"] = (ReasonCode.MalformedJson, hostile => hostile.StoreManifest("manifest!"u8.ToArray(), new string('a', 64))),
        ["a manifest 10,000 levels deep"] = (ReasonCode.TooDeep, hostile => hostile.StoreManifest(Encoding.UTF8.GetBytes(new string('[', 10_000)), new string('a', 64))),
        ["a manifest of a future version"] = (ReasonCode.UnsupportedSchemaVersion, hostile => hostile.Store(TestClient.Rows("x"), manifest => manifest with { SchemaVersion = 99 })),
        ["a manifest above the limit"] = (ReasonCode.TooManyBytes, hostile => hostile.StoreManifest(new byte[300 * 1024], new string('a', 64))),
        ["no statement"] = (ReasonCode.MalformedJson, hostile => hostile.Store(TestClient.Rows("x"), manifest => manifest with { Statements = [] })),
        ["a ledger without an entry"] = (ReasonCode.MalformedJson, hostile => hostile.Store(TestClient.Rows("x"), manifest => manifest with { Ledger = new LedgerHead(new string('0', 32), 0, new string('0', 32), [], [], []) })),
        ["a data set elsewhere"] = (ReasonCode.InvalidName, hostile => hostile.Store(TestClient.Rows("x"), manifest => manifest with { Dataset = manifest.Dataset with { Name = "client-2/x" } })),
        ["a data set that is not there"] = (ReasonCode.MissingArtifact, WithoutDataset),
        ["bytes unlike the manifest"] = (ReasonCode.ContentMismatch, WithOtherBytes),
        ["rows unlike the content hash"] = (ReasonCode.ContentMismatch, hostile => hostile.Store(TestClient.Rows("x"), manifest => manifest with { ContentHash = new string('b', 64) })),
        ["no gzip"] = (ReasonCode.MalformedDataset, hostile => hostile.Store("rows"u8.ToArray())),
        ["a gzip that is cut short"] = (ReasonCode.MalformedDataset, hostile => hostile.Store(HostileUpload.Lines(Row("good"), Row("bad"))[..^12])),
        ["no JSON lines"] = (ReasonCode.MalformedDataset, hostile => hostile.Store(HostileUpload.Lines("good", "bad"))),
        ["a row without a text"] = (ReasonCode.MalformedDataset, hostile => hostile.Store(HostileUpload.Lines("{\"label\":\"good\"}"))),
        ["a row that is no UTF-8"] = (ReasonCode.NotUtf8, hostile => hostile.Store(HostileUpload.Gzip([.. "{\"text\":\""u8, 0xFF, .. "\",\"label\":\"good\"}\n"u8]))),
        ["a million rows"] = (ReasonCode.TooManyRows, hostile => hostile.Store(HostileUpload.Gzip(Encoding.UTF8.GetBytes(Row("good") + "\n"), 1_000_000))),
        ["a million rows announced"] = (ReasonCode.TooManyRows, hostile => hostile.Store(HostileUpload.Lines(Row("good")), 1_000_000)),
        ["more rows than enrolled for"] = (ReasonCode.TooManyRows, hostile => hostile.Store(HostileUpload.Lines(Enumerable.Repeat(Row("good"), 101)), 100)),
        ["a line of 100 MB"] = (ReasonCode.TextTooLong, hostile => hostile.Store(HostileUpload.Gzip(new byte[1_000_000], 100))),
        ["a gzip bomb"] = (ReasonCode.TooManyBytes, hostile => hostile.Store(HostileUpload.Gzip(Encoding.UTF8.GetBytes($"{{\"text\":\"{new string('a', 60_000)}\",\"label\":\"good\"}}\n"), 100))),
        ["more packed bytes than allowed"] = (ReasonCode.TooManyBytes, hostile => hostile.Store(new byte[2 * 1024 * 1024])),
        ["another's signature"] = (ReasonCode.BadSignature, hostile => hostile.Store(TestClient.Rows("x"), manifest => manifest, hostile.Other.Key)),
        ["no signature"] = (ReasonCode.BadSignature, Unsigned),
        ["a manifest changed after signing"] = (ReasonCode.BadSignature, ChangedAfterSigning),
        ["a manifest of another client"] = (ReasonCode.ContentMismatch, hostile => hostile.Store(TestClient.Rows("x"), manifest => manifest with { Client = new ClientId("client-2") })),
        ["a manifest of another round"] = (ReasonCode.ContentMismatch, hostile => hostile.Store(TestClient.Rows("x"), manifest => manifest with { Round = new RoundId("round-0") })),
        ["a manifest of another seed"] = (ReasonCode.ContentMismatch, hostile => hostile.Store(TestClient.Rows("x"), manifest => manifest with { Seed = 2 })),
        ["a manifest of another task"] = (ReasonCode.ContentMismatch, hostile => hostile.Store(TestClient.Rows("x"), manifest => manifest with { Task = new TaskId("mails") })),
        ["two statements"] = (ReasonCode.ContentMismatch, hostile => hostile.Store(TestClient.Rows("x"), manifest => manifest with { Statements = [manifest.Statements[0], Statement("client-1", 1, 0)] })),
        ["another's statement"] = (ReasonCode.ContentMismatch, hostile => hostile.Store(TestClient.Rows("x"), manifest => manifest with { Statements = [Statement("client-2", 1, 0)] })),
        ["ε above the plan"] = (ReasonCode.EpsilonAbovePlan, hostile => hostile.Store(TestClient.Rows("x"), manifest => manifest with { Statements = [Statement("client-1", 4.001, 0)] })),
        ["ε above the enrolment"] = (ReasonCode.EpsilonAbovePlan, hostile => hostile.Store(TestClient.Rows("x"), manifest => manifest with { Statements = [Statement("client-1", 8.001, 0)] })),
        ["δ above the plan"] = (ReasonCode.DeltaAbovePlan, hostile => hostile.Store(TestClient.Rows("x"), manifest => manifest with { Statements = [Statement("client-1", 1, 0.6)] })),
        ["labels that the rows have not"] = (ReasonCode.ContentMismatch, hostile => hostile.Store(TestClient.Rows("x"), manifest => manifest with { Labels = ["good"] })),
        ["a label that the task has not"] = (ReasonCode.UnknownLabel, hostile => hostile.Store([new("text", "ugly")], manifest => manifest)),
    };

    public static TheoryData<string> MessageCases => [.. Messages.Keys];

    public static TheoryData<string> ArtifactCases => [.. Artifacts.Keys];

    [Theory]
    [MemberData(nameof(MessageCases))]
    public async Task Message_Faulty_IsPutAsideWithItsReasonAndTheNextIsServed(string name)
    {
        await using TestFederation federation = await StartAsync();
        var hostile = new HostileUpload(federation);

        federation.Inbox.Put(Messages[name].Make(hostile));
        await ServeNextAsync(federation);

        Assert.Equal([Messages[name].Reason], federation.Inbox.Poisoned.Select(poisoned => poisoned.Reason));
        Assert.Null(await federation.Ports.Artifacts.QuarantineReasonAsync(hostile.Path, CancellationToken.None));
        Assert.Empty(await federation.DocumentsAsync("accepted/"));
    }

    [Theory]
    [MemberData(nameof(ArtifactCases))]
    public async Task Artifact_Faulty_IsQuarantinedWithItsReasonAndTheNextIsServed(string name)
    {
        await using TestFederation federation = await StartAsync();
        var hostile = new HostileUpload(federation);

        await federation.Ports.Inbox.SendAsync(Artifacts[name].Make(hostile), CancellationToken.None);
        await ServeNextAsync(federation);

        Assert.Equal(Artifacts[name].Reason, await federation.Ports.Artifacts.QuarantineReasonAsync(hostile.Path, CancellationToken.None));
        Assert.Empty(federation.Inbox.Poisoned);
        Assert.Empty(await federation.DocumentsAsync("accepted/"));
    }

    [Fact]
    public async Task Upload_Good_IsAccepted()
    {
        await using TestFederation federation = await StartAsync();
        var hostile = new HostileUpload(federation);

        await federation.Ports.Inbox.SendAsync(hostile.Good(), CancellationToken.None);
        await ServeNextAsync(federation);

        Assert.Equal(["accepted/round-1/s1.client-1.json"], await federation.DocumentsAsync("accepted/"));
    }

    [Fact]
    public async Task Upload_OtherContentForTheSameSeed_IsReplayed()
    {
        await using TestFederation federation = await StartAsync();
        var hostile = new HostileUpload(federation);
        await federation.Ports.Inbox.SendAsync(hostile.Good(), CancellationToken.None);
        await federation.PumpAsync();

        await federation.Ports.Inbox.SendAsync(hostile.Store(TestClient.Rows("other"), manifest => manifest), CancellationToken.None);
        await ServeNextAsync(federation);

        Assert.Equal([ReasonCode.Replayed], federation.Inbox.Poisoned.Select(poisoned => poisoned.Reason));
    }

    [Fact]
    public void Cases_OfAllTests_CoverEveryReasonThatAnUploadCanHave()
    {
        ReasonCode[] elsewhere =
        [
            ReasonCode.UnknownKind, ReasonCode.UnitBelowPlan, ReasonCode.EpsilonAbovePolicy, ReasonCode.DeltaAbovePolicy, ReasonCode.BudgetExceeded, ReasonCode.LedgerBehind, ReasonCode.Replayed, ReasonCode.Late, ReasonCode.ModelMismatch,
            ReasonCode.EncoderMismatch, ReasonCode.NotAllowed, ReasonCode.DeliveryLimit, ReasonCode.LimitExceeded, ReasonCode.Cancelled, ReasonCode.TaskBusy, ReasonCode.InternalFault,
        ];

        Assert.Equal(Enum.GetValues<ReasonCode>().Except(elsewhere).Order(), Messages.Values.Select(made => made.Reason).Concat(Artifacts.Values.Select(made => made.Reason)).Distinct().Order());
    }

    /// <summary>A federation with a round that was ordered and runs elsewhere: uploads are checked, and nobody is told.</summary>
    private static async Task<TestFederation> StartAsync()
    {
        var federation = new TestFederation
        {
            Options = new OrchestratorOptions
            {
                LaterPause = TimeSpan.Zero,
                MissingArtifactDeliveries = 1,
                UploadLimits = new OrchestratorOptions().UploadLimits with { MaximumPackedBytes = 1024 * 1024, MaximumUnpackedBytes = 4 * 1024 * 1024 },
            },
        };
        await federation.StartAsync();
        TestClient revoked = federation.Clients[2];
        await revoked.EnrolAsync(revoked.Registration(TestFederation.Task) with { RevokedAt = DateTimeOffset.UnixEpoch });
        await federation.Ports.Documents.TryCreateAsync(DocumentPath.Request(HostileUpload.Round), TestFederation.Request(), FederationJsonContext.Default.RoundRequest, CancellationToken.None);
        return federation;
    }

    private static async Task ServeNextAsync(TestFederation federation)
    {
        await federation.Clients[1].PushAsync(TestFederation.Task, TestClient.Rows("next"));
        await federation.PumpAsync();
        Assert.Single(await federation.DocumentsAsync("held/"));
    }

    private static string Row(string label) => $"{{\"text\":\"a text\",\"label\":\"{label}\"}}";

    private static PrivacyStatement Statement(string client, double epsilon, double delta) => new(client, epsilon, delta, PrivacyMechanism.Votes, "add or remove one", "one record", "test 1");

    private static DemoUpload Pointing(HostileUpload hostile, string name)
    {
        DemoUpload good = hostile.Good();
        return good with { Manifest = good.Manifest with { Name = name } };
    }

    private static DemoUpload Absent(HostileUpload hostile)
    {
        DemoUpload good = hostile.Good();
        return good with { Round = null, Seed = null, Manifest = good.Manifest with { Name = ArtifactPath.Pushed(good.Client, good.Task, good.ContentHash).ManifestName } };
    }

    private static DemoUpload WithoutDataset(HostileUpload hostile)
    {
        DemoUpload good = hostile.Good();
        hostile.Delete(hostile.Path.DatasetName);
        return good;
    }

    private static DemoUpload WithOtherBytes(HostileUpload hostile)
    {
        DemoUpload good = hostile.Good();
        hostile.Write(hostile.Path.DatasetName, HostileUpload.Lines(Row("good"), Row("bad")));
        return good;
    }

    private static DemoUpload Unsigned(HostileUpload hostile) => hostile.Restore(hostile.Good(), (manifest, _) => HostileUpload.Envelope(manifest, null));

    private static DemoUpload ChangedAfterSigning(HostileUpload hostile) => hostile.Restore(hostile.Good(), (manifest, signed) =>
    {
        byte[] payload = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(manifest with { MadeBy = "someone" }, FederationJsonContext.Default.ArtifactManifest);
        return System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(signed with { Payload = payload }, FederationJsonContext.Default.SignedManifest);
    });
}
