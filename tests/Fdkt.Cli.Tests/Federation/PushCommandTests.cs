using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Json;
using Fdkt.Orchestrator.Registry;
using Fdkt.Privacy.Ledger;

namespace Fdkt.Cli.Tests.Federation;

/// <summary>A push is a release like any other: checked, charged once, kept, and always the same bytes.</summary>
public sealed class PushCommandTests : IDisposable
{
    private const string Demos = "{\"text\":\"a demonstration\",\"label\":\"a\"}\n{\"text\":\"another one\",\"label\":\"b\"}\n";
    private const string Statement = """
        {"schemaVersion": 1, "epsilon": 2, "delta": 1e-5, "mechanism": "full",
         "events": [{"kind": "sampledGaussian", "samplingProbability": 0.02, "noiseMultiplier": 2, "steps": 200}]}
        """;

    private const string OneSum = """
        {"schemaVersion": 1, "epsilon": 2, "delta": 1e-5, "mechanism": "classMeans", "events": [{"kind": "gaussian", "noiseMultiplier": 2.5, "count": 1}]}
        """;

    private readonly TestFederation _federation = new();

    private string LedgerPath => Path.Combine(_federation.Folder.Path, "clinic", "ledger.jsonl");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Push_AllowedDemos_AreChargedSignedStoredAndAnnounced()
    {
        await SetUpAsync();

        (int code, _, string error) = await PushAsync();

        Assert.True(code == 0, error);
        DemoUpload upload = await UploadAsync();
        StoredArtifact stored = await _federation.Artifacts.ReadAsync(upload.Path(), upload.Manifest, ArtifactLimits.Default, Stop);
        ClientRegistration registration = (await _federation.Documents.ReadAsync(
            Contracts.Documents.DocumentPath.Client(upload.Client), FederationJsonContext.Default.ClientRegistration, ClientRegistration.CurrentSchemaVersion, Stop))!.Value;
        Assert.True(ManifestSignature.Verifies(stored.Envelope, registration));
        Assert.Equal(2, stored.Manifest.Statements[0].Epsilon);
        LedgerReservation charged = Assert.Single(PrivacyLedger.Verify(LedgerPath).Releases);
        Assert.Equal(LedgerReservationState.Committed, charged.State);
        Assert.Equal(upload.ContentHash, charged.ContentHash);
    }

    [Fact]
    public async Task Push_Again_SendsTheSameBytesAndChargesNothing()
    {
        await SetUpAsync();
        await PushAsync();
        DemoUpload first = await UploadAsync();

        (int code, _, string error) = await PushAsync();

        Assert.True(code == 0, error);
        Assert.Equal(first.Manifest, (await UploadAsync()).Manifest);
        Assert.Single(PrivacyLedger.Verify(LedgerPath).Releases);
    }

    [Fact]
    public async Task Push_AgainAtAnotherPrice_IsRefused()
    {
        await SetUpAsync();
        await PushAsync();
        _federation.Folder.Write("statement.json", Statement.Replace("\"noiseMultiplier\": 2", "\"noiseMultiplier\": 3", StringComparison.Ordinal));

        (int code, _, _) = await PushAsync();

        Assert.Equal(8, code);
        Assert.Single(PrivacyLedger.Verify(LedgerPath).Releases);
    }

    [Fact]
    public async Task Push_BeyondTheTotalBudget_IsRefusedAndNotSent()
    {
        await SetUpAsync("--epsilon-total", "0.1");

        (int code, _, string error) = await PushAsync();

        Assert.Equal(8, code);
        Assert.Contains("would spend more than is allowed", error, StringComparison.Ordinal);
        await AssertNothingSentAsync();
    }

    [Fact]
    public async Task Push_AbovePolicyOfARound_IsRefused()
    {
        await SetUpAsync("--epsilon-per-round", "1");
        await AssertRefusedAsync("epsilonAbovePolicy");
    }

    // One costs less than 2; both, which one round may take, cost more.
    [Fact]
    public async Task Push_SecondForTheSameRound_IsHeldToThePolicyOfARound()
    {
        await SetUpAsync("--epsilon-per-round", "2");
        _federation.Folder.Write("statement.json", OneSum);
        Assert.Equal(0, (await PushAsync()).ExitCode);
        DemoUpload first = await UploadAsync();
        _federation.Folder.Write("demos.jsonl", Demos.Replace("another", "a third", StringComparison.Ordinal));

        (int code, _, string error) = await PushAsync();

        Assert.Equal(9, code);
        Assert.Contains("Refused (epsilonAbovePolicy): With what may go into the same round", error, StringComparison.Ordinal);
        Assert.Single(PrivacyLedger.Verify(LedgerPath).Releases);

        // A round that is under way took it: it may still take another.
        await _federation.Documents.TryCreateAsync(Contracts.Documents.DocumentPath.Taken(first.Task, first.Client, first.ContentHash), new TakenPush(1, new RoundId("r")), FederationJsonContext.Default.TakenPush, Stop);
        Assert.Equal(9, (await PushAsync()).ExitCode);
        await _federation.Documents.TryCreateAsync(
            Contracts.Documents.DocumentPath.Outcome(new RoundId("r")),
            new RoundOutcome(RoundOutcome.CurrentSchemaVersion, new RoundId("r"), first.Task, RoundPhase.Completed, null, [], [], [], [], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch),
            FederationJsonContext.Default.RoundOutcome, Stop);
        Assert.Equal(0, (await PushAsync()).ExitCode);
    }

    [Fact]
    public async Task Push_LedgerGone_IsRefusedUntilItIsRebuilt()
    {
        await SetUpAsync();
        await PushAsync();
        DemoUpload first = await UploadAsync();
        double spent = PrivacyLedger.Verify(LedgerPath).Spent(1e-5).EpsilonPld;
        File.Delete(LedgerPath);

        (int code, _, string error) = await PushAsync();

        Assert.Equal(7, code);
        Assert.Contains("is missing. Nothing is released.", error, StringComparison.Ordinal);
        Assert.False(File.Exists(LedgerPath));
        Assert.Equal(7, (await _federation.RunAsync("worker", "--role", "client", "--client", "clinic")).ExitCode);

        (code, string output, error) = await _federation.RunAsync("ledger", "recover", Path.Combine(_federation.Folder.Path, "clinic"));
        Assert.True(code == 0, error);
        Assert.Contains("1 releases are charged", output, StringComparison.Ordinal);
        Assert.Equal(spent, PrivacyLedger.Verify(LedgerPath).Spent(1e-5).EpsilonPld);
        Assert.Equal(0, (await PushAsync()).ExitCode);
        Assert.Equal(first.Manifest, (await UploadAsync()).Manifest);
    }

    [Fact]
    public async Task Push_FolderSetBackAsAWhole_IsRefusedUntilTheFederationWasAsked()
    {
        await SetUpAsync();
        await PushAsync();
        DemoUpload upload = await UploadAsync();
        StoredArtifact stored = await _federation.Artifacts.ReadAsync(upload.Path(), upload.Manifest, ArtifactLimits.Default, Stop);
        Assert.True(await new ClientLedgers(_federation.Documents).TakeAsync(upload.Client, stored.Manifest.Ledger!, Stop));
        string clinic = Path.Combine(_federation.Folder.Path, "clinic");
        Directory.Delete(Path.Combine(clinic, "releases"), recursive: true);
        File.Delete(LedgerPath);
        PrivacyLedger.Create(LedgerPath, TimeProvider.System);

        (int code, _, string error) = await PushAsync();

        Assert.Equal(7, code);
        Assert.Contains("lacks the entry that the federation last saw", error, StringComparison.Ordinal);
        (_, string known, _) = await _federation.RunAsync("client", "ledger", "clinic");
        _federation.Folder.Write("known.json", known);
        Assert.Equal(0, (await _federation.RunAsync("ledger", "recover", clinic, "--known", Path.Combine(_federation.Folder.Path, "known.json"))).ExitCode);
        LedgerReservation charged = Assert.Single(PrivacyLedger.Verify(LedgerPath).Releases);
        Assert.Equal("sampledGaussian 200", charged.Charge.Events is [Fdkt.Privacy.Accounting.SampledGaussianEvent { Steps: var steps }] ? $"sampledGaussian {steps}" : "another");
        _federation.Folder.Write("demos.jsonl", Demos.Replace("another", "a third", StringComparison.Ordinal));
        Assert.Equal(0, (await PushAsync()).ExitCode);
    }

    [Fact]
    public async Task Init_WhereReleasesLieWithoutALedger_IsRefused()
    {
        await SetUpAsync();
        await PushAsync();
        File.Delete(LedgerPath);
        File.Delete(Path.Combine(_federation.Folder.Path, "clinic", "client.json"));

        (int code, _, _) = await _federation.RunAsync(
            "client", "init", "clinic", "--client", "clinic", "--train", "notes.csv", "--tasks", "topics", "--epsilon-per-round", "4", "--epsilon-total", "12");

        Assert.Equal(7, code);
        Assert.False(File.Exists(LedgerPath));
        Assert.False(File.Exists(Path.Combine(_federation.Folder.Path, "clinic", "client.json")));
    }

    [Fact]
    public async Task Push_DeltaAbovePolicy_IsRefused()
    {
        await SetUpAsync("--delta", "1e-6");
        await AssertRefusedAsync("deltaAbovePolicy");
    }

    [Fact]
    public async Task Push_NotEnrolled_IsRefused()
    {
        await SetUpAsync();
        await _federation.Documents.DeleteAsync(Contracts.Documents.DocumentPath.Client(new ClientId("clinic")), Stop);
        await AssertRefusedAsync("unknownClient");
    }

    [Fact]
    public async Task Push_Revoked_IsRefused()
    {
        await SetUpAsync();
        await _federation.RunAsync("client", "revoke", "clinic");
        await AssertRefusedAsync("revokedClient");
    }

    [Fact]
    public async Task Push_EnrolledForLess_IsRefused()
    {
        await SetUpAsync();
        await _federation.RunAsync("client", "enrol", "clinic", "--maximum-epsilon", "1");
        await AssertRefusedAsync("epsilonAbovePlan");
        await _federation.RunAsync("client", "enrol", "clinic", "--maximum-rows", "1");
        await AssertRefusedAsync("tooManyRows");
        await _federation.RunAsync("client", "enrol", "clinic", "--tasks", "other");
        await AssertRefusedAsync("unknownTask");
    }

    [Fact]
    public async Task Push_TaskOfNobody_IsRefused()
    {
        await SetUpAsync();

        (int code, _, string error) = await PushAsync("other");

        Assert.Equal(9, code);
        Assert.Contains("unknownTask", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_WithAnotherKeyThanEnrolled_IsRefused()
    {
        await SetUpAsync();
        File.Delete(Path.Combine(_federation.Folder.Path, "clinic", "client.json"));
        File.Delete(Path.Combine(_federation.Folder.Path, "clinic", "key.pem"));
        await InitAsync();
        await AssertRefusedAsync("badSignature");
    }

    [Fact]
    public async Task Push_RowWithoutLabel_IsLeftOutAndBlankFileIsRefused()
    {
        await SetUpAsync();
        _federation.Folder.Write("demos.jsonl", "{\"text\":\"no label\",\"label\":\"\"}\n");

        (int code, _, _) = await PushAsync();

        Assert.Equal(3, code);
        await AssertNothingSentAsync();
    }

    public void Dispose() => _federation.Dispose();

    private async Task SetUpAsync(params string[] policy)
    {
        _federation.Folder.Write("demos.jsonl", Demos);
        _federation.Folder.Write("statement.json", Statement);
        _federation.Folder.Write("notes.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"note {i},{(i % 2 == 0 ? 'a' : 'b')}\n")));
        await InitAsync(policy);
        Assert.Equal(0, (await _federation.RunAsync("client", "enrol", "clinic")).ExitCode);
        if (policy is ["--epsilon-per-round", ..])
        {
            // The enrolment may allow more than the owner does.
            await _federation.RunAsync("client", "enrol", "clinic", "--maximum-epsilon", "8");
        }
    }

    private async Task InitAsync(params string[] policy)
    {
        string[] usual = ["--epsilon-per-round", "4", "--epsilon-total", "12", "--delta", "1e-4"];
        string[] arguments = [.. usual.Chunk(2).Where(pair => !policy.Contains(pair[0])).SelectMany(pair => pair), .. policy];
        (int code, _, string error) = await _federation.RunAsync(["client", "init", "clinic", "--client", "clinic", "--train", "notes.csv", "--tasks", "topics", .. arguments]);
        Assert.True(code == 0, error);
    }

    private Task<(int ExitCode, string Output, string Error)> PushAsync(string task = "topics") =>
        _federation.RunAsync("push", "demos.jsonl", "--client", "clinic", "--task", task, "--statement", "statement.json");

    private async Task AssertRefusedAsync(string reason)
    {
        (int code, _, string error) = await PushAsync();

        Assert.True(code == 9, error);
        Assert.Contains($"Refused ({reason})", error, StringComparison.Ordinal);
        await AssertNothingSentAsync();
    }

    private async Task AssertNothingSentAsync()
    {
        Assert.Empty(await _federation.Inbox.ReceiveAsync(1, TimeSpan.FromMinutes(1), Stop));
        Assert.True(!File.Exists(LedgerPath) || PrivacyLedger.Verify(LedgerPath).Releases.Count == 0);
    }

    private async Task<DemoUpload> UploadAsync()
    {
        InboxMessage message = Assert.Single(await _federation.Inbox.ReceiveAsync(1, TimeSpan.FromMinutes(1), Stop));
        await _federation.Inbox.DeleteAsync(message, Stop);
        return ContractReader.Read(message.Body.Span, FederationJsonContext.Default.DemoUpload, DemoUpload.CurrentSchemaVersion);
    }
}
